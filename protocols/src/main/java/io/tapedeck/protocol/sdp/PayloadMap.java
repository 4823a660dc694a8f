package io.tapedeck.protocol.sdp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves the formats of an {@code m=} line (RFC 8866, 6.6 and 6.15).
 *
 * <pre>
 * a=rtpmap:96 opus/48000/2        a=fmtp:96 useinbandfec=1
 *          nr encoding/clock/channels     nr parameters
 * </pre>
 */
final class PayloadMap {

    private static final int MAX_CLOCK_RATE = 100_000_000;
    private static final int MAX_CHANNELS = 255;

    private final Map<Integer, PayloadType> mapped = new HashMap<>();
    private final Map<Integer, String> parameters = new HashMap<>();

    PayloadMap(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            String value = attribute.value();
            if (value != null && attribute.name().equals("rtpmap")) {
                addMapping(value);
            } else if (value != null && attribute.name().equals("fmtp")) {
                addParameters(value);
            }
        }
    }

    /** In the order of the formats; those that nothing explains are left out. */
    List<PayloadType> resolve(List<String> formats) {
        return formats.stream()
                .flatMap(format -> resolve(MediaLine.decimal(format, PayloadType.MAX_NUMBER)).stream())
                .toList();
    }

    private Optional<PayloadType> resolve(int number) {
        PayloadType known = mapped.get(number);
        Optional<PayloadType> type = known == null ? PayloadType.assignedTo(number) : Optional.of(known);
        return type.map(found -> found.withParameters(parameters.getOrDefault(number, "")));
    }

    /** A mapping that makes no sense is as good as none: the static table may still know the number. */
    private void addMapping(String value) {
        String[] words = SdpLines.words(value);
        if (words.length < 2) {
            return;
        }
        String[] parts = words[1].split("/", 4);
        int number = MediaLine.decimal(words[0], PayloadType.MAX_NUMBER);
        int clockRate = parts.length < 2 ? -1 : MediaLine.decimal(parts[1], MAX_CLOCK_RATE);
        int channels = parts.length < 3 ? 1 : MediaLine.decimal(parts[2], MAX_CHANNELS);
        if (number >= 0 && clockRate > 0 && channels > 0 && !parts[0].isEmpty()) {
            mapped.putIfAbsent(
                    number, new PayloadType(number, parts[0].toUpperCase(Locale.ROOT), clockRate, channels, ""));
        }
    }

    private void addParameters(String value) {
        int blank = value.indexOf(' ');
        int number = blank < 0 ? -1 : MediaLine.decimal(value.substring(0, blank), PayloadType.MAX_NUMBER);
        if (number >= 0) {
            parameters.putIfAbsent(number, value.substring(blank + 1).strip());
        }
    }
}
