package io.tapedeck.protocol.codec;

/**
 * What an Opus packet says of itself in its first bytes: how long it sounds and in what band (RFC 6716, 3.1).
 *
 * <pre>
 * TOC: | config (5) | s | c (2) |   c: 0 one frame, 1 and 2 two frames, 3 as many as the next byte's low six bits say
 * </pre>
 */
public final class OpusPayload {

    /** Samples of every Opus timestamp and of decoded sound (RFC 7587, 4.1). */
    public static final int RATE = 48_000;

    private static final int LONGEST = RATE * 120 / 1_000;

    private static final int NARROW_BAND = 8_000;
    private static final int MEDIUM_BAND = 12_000;
    private static final int WIDE_BAND = 16_000;
    private static final int SUPER_WIDE_BAND = 24_000;

    // configurations of SILK are below those of both together, and these below those of CELT
    private static final int LOWEST_HYBRID = 12;
    private static final int FULL_HYBRID = 14;
    private static final int LOWEST_CELT = 16;

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

    /** The lowest of the rates that Opus decodes to which keeps the whole band of the packet (RFC 6716, table 2), in hertz. */
    public static int bandRate(byte toc) {
        int config = toc >> 3 & 0x1F;
        if (config < LOWEST_HYBRID) {
            return switch (config >> 2) {
                case 0 -> NARROW_BAND;
                case 1 -> MEDIUM_BAND;
                default -> WIDE_BAND;
            };
        }
        if (config < LOWEST_CELT) {
            return config < FULL_HYBRID ? SUPER_WIDE_BAND : RATE;
        }
        return switch (config - LOWEST_CELT >> 2) {
            case 0 -> NARROW_BAND;
            case 1 -> WIDE_BAND;
            case 2 -> SUPER_WIDE_BAND;
            default -> RATE;
        };
    }

    /**
     * Whether the packet has, beside its own sound, the frame before it once more (RFC 6716, 4.2.3). Only looked for in packets of one
     * frame, or two of the same length.
     *
     * <pre>
     * first byte of a frame of n SILK frames: | speech (n) | repeats (1) | the same of the other channel |
     * </pre>
     */
    public static boolean repeatsEarlier(byte[] payload, int length) {
        if (length < 2 || (payload[0] >> 3 & 0x1F) >= LOWEST_CELT || (payload[0] & 3) > 1) {
            return false;
        }
        int frames = Math.max(1, frameDuration(payload[0]) / (RATE / 50));
        boolean stereo = (payload[0] & 4) != 0;
        return (payload[1] >> 7 - frames & 1) != 0 || stereo && (payload[1] >> 6 - 2 * frames & 1) != 0;
    }

    /** Of one frame, in samples of {@link #RATE}. */
    public static int frameDuration(byte toc) {
        int config = toc >> 3 & 0x1F;
        if (config < LOWEST_HYBRID) {
            return (config & 3) == 3 ? RATE * 60 / 1_000 : RATE / 100 << (config & 3);
        }
        return config < LOWEST_CELT ? RATE / 100 << (config & 1) : RATE / 400 << (config & 3);
    }
}
