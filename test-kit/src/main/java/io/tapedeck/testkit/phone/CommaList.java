package io.tapedeck.testkit.phone;

import java.util.ArrayList;
import java.util.List;

/** Values that share one header line (RFC 3261, 7.3.1): commas in quotes and in brackets do not separate. */
final class CommaList {

    private CommaList() {}

    static List<String> split(String line) {
        var values = new ArrayList<String>();
        boolean quoted = false;
        boolean bracketed = false;
        int begin = 0;
        for (int i = 0; i < line.length(); i++) {
            switch (line.charAt(i)) {
                case '\\' -> i += quoted ? 1 : 0;
                case '"' -> quoted = !quoted;
                case '<' -> bracketed = !quoted || bracketed;
                case '>' -> bracketed = quoted && bracketed;
                case ',' -> {
                    if (!quoted && !bracketed) {
                        values.add(line.substring(begin, i).strip());
                        begin = i + 1;
                    }
                }
                default -> {} // part of a value
            }
        }
        values.add(line.substring(begin).strip());
        return values;
    }
}
