package io.tapedeck.protocol.codec;

/**
 * How long an Opus packet sounds, by its first bytes (RFC 6716, 3.1).
 *
 * <pre>
 * TOC: | config (5) | s | c (2) |   c: 0 one frame, 1 and 2 two frames, 3 as many as the next byte's low six bits say
 * </pre>
 */
public final class OpusPayload {

    /** Samples of every Opus timestamp and of decoded sound (RFC 7587, 4.1). */
    public static final int RATE = 48_000;

    private static final int LONGEST = RATE * 120 / 1_000;

    private OpusPayload() {}

    /** In samples of {@link #RATE}; 0 for what is no Opus packet. */
    public static int duration(byte[] payload, int length) {
        if (length == 0) {
            return 0;
        }
        int frames = switch (payload[0] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : payload[1] & 0x3F;
        };
        int duration = frames * frameDuration(payload[0]);
        return duration > LONGEST ? 0 : duration;
    }

    /** Of one frame, in samples of {@link #RATE}. */
    public static int frameDuration(byte toc) {
        int config = toc >> 3 & 0x1F;
        if (config < 12) {
            return (config & 3) == 3 ? RATE * 60 / 1_000 : RATE / 100 << (config & 3);
        }
        return config < 16 ? RATE / 100 << (config & 1) : RATE / 400 << (config & 3);
    }
}
