package io.tapedeck.protocol.video;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sequence and picture parameter sets (H.264, 7.3.2) a decoder needs before the first picture, the newest of each id. One
 * thread.
 */
final class ParameterSets {

    static final int SEQUENCE = 7;
    static final int PICTURE = 8;

    private static final int TYPE_BITS = 0x1F;
    private static final int LONGEST = 1_024;
    private static final int MOST = 32;
    private static final String SPROP = "sprop-parameter-sets";

    private final Map<Integer, byte[]> sequence = new LinkedHashMap<>();
    private final Map<Integer, byte[]> picture = new LinkedHashMap<>();

    /** Those of the parameter {@code sprop-parameter-sets} (RFC 6184, 8.1); what makes no sense there is passed over. */
    static ParameterSets ofFmtp(String fmtp) {
        var sets = new ParameterSets();
        for (String parameter : fmtp.split(";", -1)) {
            String[] pair = parameter.strip().split("=", 2);
            if (pair.length == 2 && pair[0].toLowerCase(Locale.ROOT).equals(SPROP)) {
                for (String set : pair[1].split(",", -1)) {
                    sets.addBase64(set.strip());
                }
            }
        }
        return sets;
    }

    private void addBase64(String text) {
        try {
            byte[] unit = Base64.getDecoder().decode(text);
            add(unit, 0, unit.length);
        } catch (IllegalArgumentException ignored) { // they may still come in the stream
        }
    }

    /** Takes a copy of a NAL unit if it is one of them. */
    void add(byte[] unit, int from, int length) {
        if (length < 2 || length > LONGEST) {
            return;
        }
        int type = unit[from] & TYPE_BITS;
        if (type == SEQUENCE && length > 4) {
            keep(sequence, idAt(unit, from + 4, from + length), Arrays.copyOfRange(unit, from, from + length));
        } else if (type == PICTURE) {
            keep(picture, idAt(unit, from + 1, from + length), Arrays.copyOfRange(unit, from, from + length));
        }
    }

    /** Sequence before picture; empty while one kind is missing. */
    List<byte[]> all() {
        if (sequence.isEmpty() || picture.isEmpty()) {
            return List.of();
        }
        var units = new ArrayList<>(sequence.values());
        units.addAll(picture.values());
        return units;
    }

    private static void keep(Map<Integer, byte[]> sets, int id, byte[] unit) {
        if (sets.containsKey(id) || sets.size() < MOST) {
            sets.put(id, unit);
        }
    }

    /** An unsigned Exp-Golomb number (H.264, 9.1) in the first bytes, which for an id are enough. */
    private static int idAt(byte[] bytes, int from, int to) {
        int word = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            word = word << Byte.SIZE | (from + i < to ? bytes[from + i] & 0xFF : 0);
        }
        int zeros = Integer.numberOfLeadingZeros(word);
        return zeros > 8 ? -1 : (word >>> Integer.SIZE - 1 - 2 * zeros) - 1;
    }
}
