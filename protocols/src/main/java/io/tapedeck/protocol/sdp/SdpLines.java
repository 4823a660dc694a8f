package io.tapedeck.protocol.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The lines {@code <letter>=<value>} of one section, as they were written. Immutable; each change gives new lines.
 */
record SdpLines(List<String> lines) {

    private static final Pattern BLANKS = Pattern.compile("[\\x00-\\x20]+");

    SdpLines {
        lines = List.copyOf(lines);
    }

    /** Value of the first line with that letter. */
    Optional<String> first(char letter) {
        return lines.stream().filter(line -> is(line, letter)).findFirst().map(SdpLines::value);
    }

    List<String> all(char letter) {
        return lines.stream()
                .filter(line -> is(line, letter))
                .map(SdpLines::value)
                .toList();
    }

    List<Attribute> attributes() {
        return lines.stream()
                .filter(SdpLines::isAttribute)
                .map(line -> Attribute.parse(value(line)))
                .toList();
    }

    Optional<Direction> direction() {
        return attributes().stream()
                .flatMap(attribute -> Direction.ofAttribute(attribute.name()).stream())
                .findFirst();
    }

    /** Puts the value in place of the first line with that letter, drops further ones; else adds it after the letters given. */
    SdpLines withSingle(char letter, String value, String after) {
        var changed = new ArrayList<String>(lines.size() + 1);
        int place = -1;
        for (String line : lines) {
            if (is(line, letter)) {
                place = place < 0 ? changed.size() : place;
            } else {
                changed.add(line);
            }
        }
        changed.add(place < 0 ? afterLast(after) : place, letter + "=" + value);
        return new SdpLines(changed);
    }

    SdpLines without(char letter) {
        return new SdpLines(lines.stream().filter(line -> !is(line, letter)).toList());
    }

    /** Replaces the first attribute of that name where it stands, or appends. */
    SdpLines withAttribute(Attribute attribute) {
        var changed = new ArrayList<String>(lines);
        String line = "a=" + attribute;
        for (int i = 0; i < changed.size(); i++) {
            if (isAttribute(changed.get(i), attribute.name())) {
                changed.set(i, line);
                return new SdpLines(changed);
            }
        }
        changed.add(line);
        return new SdpLines(changed);
    }

    SdpLines withoutAttribute(String name) {
        return new SdpLines(
                lines.stream().filter(line -> !isAttribute(line, name)).toList());
    }

    void appendTo(StringBuilder text) {
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
    }

    private int afterLast(String letters) {
        int place = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (letters.indexOf(lines.get(i).charAt(0)) >= 0) {
                place = i + 1;
            }
        }
        return place;
    }

    static boolean is(String line, char letter) {
        return line.charAt(0) == letter;
    }

    static String value(String line) {
        return line.substring(2);
    }

    /** An {@code a=} line with a name; one without is passed on and otherwise ignored. */
    private static boolean isAttribute(String line) {
        return is(line, 'a') && line.length() > 2 && hasName(line);
    }

    private static boolean hasName(String line) {
        for (int i = 2; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == ':') {
                return i > 2;
            }
            if (c <= ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAttribute(String line, String name) {
        int end = 2 + name.length();
        return is(line, 'a') && line.startsWith(name, 2) && (line.length() == end || line.charAt(end) == ':');
    }

    /** Words between any number of blanks, as which control characters count too. */
    static String[] words(String value) {
        return Arrays.stream(BLANKS.split(value, -1))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
    }

    static void requireWord(String what, String value) {
        if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException(what + " must be one word");
        }
    }

    static void requireOneLine(String what, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(what + " must be one line");
        }
    }
}
