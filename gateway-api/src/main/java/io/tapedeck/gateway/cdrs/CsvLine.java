package io.tapedeck.gateway.cdrs;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One record of a CSV file (RFC 4180). */
final class CsvLine {

    /** Spreadsheets take what begins like this for a formula, and callers choose their names themselves. */
    private static final String FORMULA = "[=+\\-@\t\r].*";

    /** What is so where a spreadsheet ends cells or lines elsewhere than we do, as at semicolons in some countries. */
    private static final String FORMULA_INSIDE = "(?<=[;\t\r\n])(?=[\"\\s]*[=+\\-@])";

    private static final String NUMBER = "[+\\-]?[0-9.*#]*";

    private CsvLine() {}

    /** With the end of the line. */
    static String of(List<? extends @Nullable Object> values) {
        return values.stream().map(value -> field(Objects.toString(value, ""))).collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String field(String text) {
        boolean formula = text.matches("(?s)" + FORMULA) && !text.matches(NUMBER);
        String harmless = (formula ? "'" : "") + text.replaceAll(FORMULA_INSIDE, "'");
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
