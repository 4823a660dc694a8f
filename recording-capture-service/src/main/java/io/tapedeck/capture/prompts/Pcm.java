package io.tapedeck.capture.prompts;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Linear samples into packets of the codecs that need no encoder. */
final class Pcm {

    private static final int LOWEST_RATE = 8_000;
    private static final int HIGHEST_RATE = 48_000;
    private static final int MOST_CHANNELS = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private Pcm() {}

    static boolean encodes(PayloadFormat format) {
        return switch (format.encoding()) {
            case "PCMU", "PCMA" -> format.clockRateHertz() == 8_000;
            case "L16" ->
                format.clockRateHertz() >= LOWEST_RATE
                        && format.clockRateHertz() <= HIGHEST_RATE
                        && format.channels() <= MOST_CHANNELS;
            default -> false;
        };
    }

    /** The last packet is filled with silence. */
    static List<byte[]> encode(short[] samples, PayloadFormat format, Duration frameTime) {
        int perFrame = (int) (format.clockRateHertz() * frameTime.toNanos() / NANOS_PER_SECOND);
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < samples.length; at += perFrame) {
            frames.add(frame(samples, at, perFrame, format));
        }
        return frames;
    }

    private static byte[] frame(short[] samples, int from, int length, PayloadFormat format) {
        return switch (format.encoding()) {
            case "PCMU" -> {
                var frame = new byte[length];
                for (int i = 0; i < length; i++) {
                    frame[i] = G711.encodeMuLaw(sample(samples, from + i));
                }
                yield frame;
            }
            case "PCMA" -> {
                var frame = new byte[length];
                for (int i = 0; i < length; i++) {
                    frame[i] = G711.encodeALaw(sample(samples, from + i));
                }
                yield frame;
            }
            default -> linear(samples, from, length, format.channels());
        };
    }

    private static byte[] linear(short[] samples, int from, int length, int channels) {
        var frame = new byte[2 * length * channels];
        for (int i = 0; i < length * channels; i++) {
            short sample = sample(samples, from + i / channels);
            frame[2 * i] = (byte) (sample >> 8); // network order (RFC 3551, 4.5.11)
            frame[2 * i + 1] = (byte) sample;
        }
        return frame;
    }

    /** Of 16 bits, low byte first, as FFmpeg has them. */
    static short[] samples(byte[] bytes) {
        var samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    /** The other way round. */
    static byte[] bytes(short[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }

    private static short sample(short[] samples, int at) {
        return at < samples.length ? samples[at] : 0;
    }
}
