package io.tapedeck.protocol.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines {@code <letter>=<value>} of one section, as they were written. Immutable; each change gives new lines.
 *
 * <p>Loops, no streams and no patterns: a call has its lines read dozens of times, which was a quarter of what a capture node allocated.
 */
record SdpLines(List<String> lines) {

    SdpLines {
        lines = List.copyOf(lines);
    }

    /** Value of the first line with that letter. */
    Optional<String> first(char letter) {
        for (String line : lines) {
            if (is(line, letter)) {
                return Optional.of(value(line));
            }
        }
        return Optional.empty();
    }

    List<String> all(char letter) {
        var found = new ArrayList<String>();
        for (String line : lines) {
            if (is(line, letter)) {
                found.add(value(line));
            }
        }
        return List.copyOf(found);
    }

    List<Attribute> attributes() {
        var found = new ArrayList<Attribute>();
        for (String line : lines) {
            if (isAttribute(line)) {
                found.add(Attribute.parse(value(line)));
            }
        }
        return List.copyOf(found);
    }

    /** Those of that name; one without a value gives an empty one. */
    List<String> attributeValues(String name) {
        var found = new ArrayList<String>();
        for (String line : lines) {
            if (isAttribute(line) && isAttribute(line, name)) {
                String value = Attribute.parse(value(line)).value();
                found.add(value == null ? "" : value);
            }
        }
        return List.copyOf(found);
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
        var words = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) <= ' ') {
                if (i > start) {
                    words.add(value.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words.toArray(String[]::new);
    }

    static void requireWord(String what, String value) {
        boolean isWord = !value.isEmpty();
        for (int i = 0; i < value.length(); i++) {
            isWord &= value.charAt(i) > ' ';
        }
        if (!isWord) {
            throw new IllegalArgumentException(what + " must be one word");
        }
    }

    static void requireOneLine(String what, String value) {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf(0) >= 0) {
            throw new IllegalArgumentException(what + " must be one line");
        }
    }
}
