package io.tapedeck.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The payload of AMR and AMR-WB (RFC 4867, 4.3 and 4.4), without interleaving.
 *
 * <pre>
 * bandwidth-efficient: |CMR (4)| F FT(4) Q | F FT Q |... | speech bits | speech bits |... | padding to the byte
 * octet-aligned:       |CMR (4) 0000| F FT(4) Q 00 |... [CRC (8) ...] | speech, each filled to the byte |...
 * </pre>
 *
 * @param wideband AMR-WB
 * @param octetAligned {@code octet-align=1}
 * @param crc {@code crc=1}: a checksum per speech frame behind the table of contents
 */
public record AmrPayload(boolean wideband, boolean octetAligned, boolean crc) {

    /** Speech bits by frame type; -1 is reserved (3GPP TS 26.101 and 26.201). */
    private static final int[] NARROW = {95, 103, 118, 134, 148, 159, 204, 244, 39, -1, -1, -1, -1, -1, -1, 0};

    private static final int[] WIDE = {132, 177, 253, 285, 317, 365, 397, 461, 477, 40, -1, -1, -1, -1, 0, 0};

    private static final int MOST_FRAMES = 12; // 240 ms
    private static final int CMR_BITS = 4;
    private static final int ENTRY_BITS = 6;
    private static final int NO_REQUEST = 15;

    /**
     * The frames as the storage format has them (RFC 4867, 5.3): a byte {@code 0 FT(4) Q 00}, then the speech, filled to the
     * byte. Empty when the table of contents makes no sense.
     */
    public List<byte[]> frames(byte[] payload, int length) {
        var bits = new Bits(payload, length * Byte.SIZE);
        bits.read(octetAligned ? Byte.SIZE : CMR_BITS);
        var entries = new ArrayList<Integer>(2);
        boolean more = true;
        int speech = 0;
        while (more) {
            if (bits.left() < ENTRY_BITS || entries.size() == MOST_FRAMES) {
                return List.of();
            }
            int entry = bits.read(ENTRY_BITS);
            bits.read(octetAligned ? Byte.SIZE - ENTRY_BITS : 0);
            more = (entry & 0x20) != 0;
            int size = bitsOf(entry);
            if (size < 0) {
                return List.of();
            }
            speech += size > 0 ? 1 : 0;
            entries.add(entry & 0x1F);
        }
        bits.read(crc ? speech * Byte.SIZE : 0);
        return frames(bits, entries);
    }

    private List<byte[]> frames(Bits bits, List<Integer> entries) {
        var frames = new ArrayList<byte[]>(entries.size());
        for (int entry : entries) {
            int size = bitsOf(entry);
            if (size > bits.left()) {
                break;
            }
            var frame = new byte[1 + (size + 7) / Byte.SIZE];
            frame[0] = (byte) (entry << 2);
            bits.copy(size, frame, 1);
            if (octetAligned) {
                bits.read(-size & 7);
            }
            frames.add(frame);
        }
        return frames;
    }

    /**
     * The payload that carries these frames, oldest first, and asks for no mode (CMR 15). Without checksums.
     *
     * @param stored frames in storage format
     */
    public byte[] payload(List<byte[]> stored) {
        int head = octetAligned ? Byte.SIZE : CMR_BITS;
        int entry = octetAligned ? Byte.SIZE : ENTRY_BITS;
        int bits = head + entry * stored.size();
        for (byte[] frame : stored) {
            bits += carried(frame);
        }
        var out = new BitWriter(bits);
        out.write(NO_REQUEST << head - CMR_BITS, head);
        for (int i = 0; i < stored.size(); i++) {
            int more = i < stored.size() - 1 ? 0x20 : 0;
            out.write((more | stored.get(i)[0] >> 2 & 0x1F) << entry - ENTRY_BITS, entry);
        }
        stored.forEach(frame -> out.copy(frame, 1, carried(frame)));
        return out.toBytes();
    }

    /** Bits of its speech in a payload. */
    private int carried(byte[] stored) {
        int bits = Math.max(0, bitsOf(stored[0] >> 2));
        return octetAligned ? bits + 7 & -Byte.SIZE : bits;
    }

    /** The frames of a file (RFC 4867, 5.1 and 5.2), each in storage format; empty when it is no file of this kind. */
    public List<byte[]> framesOfFile(byte[] file) {
        byte[] magic = (wideband ? "#!AMR-WB\n" : "#!AMR\n").getBytes(StandardCharsets.US_ASCII);
        if (file.length < magic.length || !Arrays.equals(file, 0, magic.length, magic, 0, magic.length)) {
            return List.of();
        }
        var frames = new ArrayList<byte[]>();
        for (int at = magic.length; at < file.length; ) {
            int bits = bitsOf(file[at] >> 2);
            int length = 1 + (bits + 7) / Byte.SIZE;
            if (bits < 0 || at + length > file.length) {
                break; // torn
            }
            frames.add(Arrays.copyOfRange(file, at, at + length));
            at += length;
        }
        return frames;
    }

    /** Frame type of a frame in storage format. */
    public static int type(byte[] frame) {
        return frame[0] >> 3 & 0x0F;
    }

    private int bitsOf(int entry) {
        return (wideband ? WIDE : NARROW)[entry >> 1 & 0x0F];
    }
}
