package io.tapedeck.capture.prompts;

import io.tapedeck.contracts.captures.PayloadFormat;
import java.util.Locale;
import java.util.Optional;

/** What stands in {@code a=fmtp}: {@code name=value} pairs with semicolons between them (RFC 4855, 3). */
final class FormatParameters {

    private FormatParameters() {}

    static Optional<String> of(PayloadFormat format, String name) {
        for (String parameter : format.parameters().split(";", -1)) {
            String[] pair = parameter.strip().split("=", 2);
            if (pair.length == 2 && pair[0].strip().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(pair[1].strip());
            }
        }
        return Optional.empty();
    }

    static boolean isSet(PayloadFormat format, String name) {
        return of(format, name).filter("1"::equals).isPresent();
    }

    /** Empty also for what is no number. */
    static Optional<Integer> number(PayloadFormat format, String name) {
        return of(format, name).filter(value -> value.matches("\\d{1,9}")).map(Integer::valueOf);
    }
}
