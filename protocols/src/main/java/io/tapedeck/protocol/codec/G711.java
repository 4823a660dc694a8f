package io.tapedeck.protocol.codec;

/**
 * ITU-T G.711: eight bits per sample, companded so that quiet speech keeps its detail. Linear samples here have 16 bits, that is the
 * recommendation's 14 (µ-law) or 13 (A-law) bits moved to the top.
 *
 * <pre>
 * bit  7 6 5 4 3 2 1 0      on the line µ-law is inverted in all bits, A-law in every second (0x55)
 *     |S| exp |  mant |
 * </pre>
 */
public final class G711 {

    private static final int MU_LAW_BIAS = 0x84;
    private static final int MU_LAW_CLIP = 32_635;
    private static final int A_LAW_MASK = 0x55;
    private static final short[] MU_LAW = new short[256];
    private static final short[] A_LAW = new short[256];

    static {
        for (int code = 0; code < 256; code++) {
            MU_LAW[code] = expandMuLaw(code);
            A_LAW[code] = expandALaw(code);
        }
    }

    private G711() {}

    /**
     * @throws IndexOutOfBoundsException when input or output are too short
     */
    public static void decodeMuLaw(byte[] in, int offset, int length, short[] out, int outOffset) {
        decode(MU_LAW, in, offset, length, out, outOffset);
    }

    /**
     * @throws IndexOutOfBoundsException when input or output are too short
     */
    public static void decodeALaw(byte[] in, int offset, int length, short[] out, int outOffset) {
        decode(A_LAW, in, offset, length, out, outOffset);
    }

    public static short decodeMuLaw(byte code) {
        return MU_LAW[code & 0xFF];
    }

    public static short decodeALaw(byte code) {
        return A_LAW[code & 0xFF];
    }

    public static byte encodeMuLaw(short sample) {
        int magnitude = Math.min(Math.abs(sample), MU_LAW_CLIP) + MU_LAW_BIAS;
        int exponent = 24 - Integer.numberOfLeadingZeros(magnitude); // 7 is the highest: bit 14 of the biased magnitude
        int mantissa = magnitude >>> exponent + 3 & 0x0F;
        int sign = sample < 0 ? 0x80 : 0;
        return (byte) ~(sign | exponent << 4 | mantissa);
    }

    public static byte encodeALaw(short sample) {
        int magnitude = sample < 0 ? ~sample : sample; // -1 is the smallest negative step
        int exponent = Math.max(0, 24 - Integer.numberOfLeadingZeros(magnitude | 1));
        int mantissa = magnitude >>> (exponent == 0 ? 4 : exponent + 3) & 0x0F;
        int sign = sample < 0 ? 0 : 0x80;
        return (byte) ((sign | exponent << 4 | mantissa) ^ A_LAW_MASK);
    }

    private static void decode(short[] table, byte[] in, int offset, int length, short[] out, int outOffset) {
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = table[in[offset + i] & 0xFF];
        }
    }

    private static short expandMuLaw(int code) {
        int bits = ~code;
        int exponent = bits >>> 4 & 0x07;
        int magnitude = (((bits & 0x0F) << 3) + MU_LAW_BIAS << exponent) - MU_LAW_BIAS;
        return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short expandALaw(int code) {
        int bits = code ^ A_LAW_MASK;
        int exponent = bits >>> 4 & 0x07;
        int step = ((bits & 0x0F) << 4) + 8;
        int magnitude = exponent == 0 ? step : step + 0x100 << exponent - 1;
        return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
    }
}
