package io.tapedeck.testkit.audio;

import io.tapedeck.protocol.codec.G711;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A WAV file in memory: PCM of 16 bit, A-law or mu-law. Anything else is refused with an {@link
 * IllegalArgumentException} that says what is wrong with it.
 *
 * <pre>
 * "RIFF" size "WAVE"  { id(4) size(4) data(size, padded to even) }*
 * "fmt ": format(2) channels(2) rate(4) bytesPerSecond(4) blockAlign(2) bits(2) [ … subformat at 24 when format is 0xFFFE ]
 * </pre>
 */
public final class WavFile {

    private static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    private final int sampleRate;
    private final short[][] samples; // by channel

    private WavFile(int sampleRate, short[][] samples) {
        this.sampleRate = sampleRate;
        this.samples = samples;
    }

    public static WavFile read(Path file) {
        try {
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    public static WavFile read(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 12
                || !(text(file, 0).equals("RIFF") || text(file, 0).equals("RF64"))
                || !text(file, 8).equals("WAVE")) {
            throw new IllegalArgumentException("not a WAV file");
        }
        int format = -1;
        for (int at = 12; at + 8 <= bytes.length; ) {
            long size = Integer.toUnsignedLong(file.getInt(at + 4));
            int length = (int) Math.min(size, bytes.length - at - 8L); // of a stream the size may be unknown: all ones
            switch (text(file, at)) {
                case "fmt " -> format = at + 8;
                case "data" -> {
                    return decode(file, format, at + 8, length);
                }
                default -> {} // chunks of no interest
            }
            at += 8 + length + (length & 1);
        }
        throw new IllegalArgumentException("a WAV file without a data chunk");
    }

    private static String text(ByteBuffer file, int at) {
        return new String(bytes(file, at, 4), StandardCharsets.ISO_8859_1);
    }

    private static WavFile decode(ByteBuffer file, int format, int data, int length) {
        if (format < 0) {
            throw new IllegalArgumentException("a WAV file whose data come before their format");
        }
        int tag = Short.toUnsignedInt(file.getShort(format));
        int encoding = tag == EXTENSIBLE ? Short.toUnsignedInt(file.getShort(format + 24)) : tag;
        int channels = file.getShort(format + 2);
        int bits = file.getShort(format + 14);
        short[] all = switch (encoding) {
            case PCM -> pcm(file, bits, data, length);
            case A_LAW -> aLaw(bytes(file, data, length));
            case MU_LAW -> muLaw(bytes(file, data, length));
            default -> throw new IllegalArgumentException("WAV format " + encoding + " is not supported");
        };
        return new WavFile(file.getInt(format + 4), split(all, channels));
    }

    private static short[] pcm(ByteBuffer file, int bits, int data, int length) {
        if (bits != 16) {
            throw new IllegalArgumentException("PCM of " + bits + " bits is not supported");
        }
        var samples = new short[length / 2];
        file.slice(data, length).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private static byte[] bytes(ByteBuffer file, int at, int length) {
        var bytes = new byte[length];
        file.get(at, bytes);
        return bytes;
    }

    private static short[] aLaw(byte[] data) {
        var samples = new short[data.length];
        G711.decodeALaw(data, 0, data.length, samples, 0);
        return samples;
    }

    private static short[] muLaw(byte[] data) {
        var samples = new short[data.length];
        G711.decodeMuLaw(data, 0, data.length, samples, 0);
        return samples;
    }

    private static short[][] split(short[] interleaved, int channels) {
        var samples = new short[channels][interleaved.length / channels];
        for (int i = 0; i < samples[0].length; i++) {
            for (int channel = 0; channel < channels; channel++) {
                samples[channel][i] = interleaved[i * channels + channel];
            }
        }
        return samples;
    }

    /** Writes PCM of 16 bit; all channels must be equally long. */
    public static void write(Path file, int sampleRate, short[]... channels) {
        int frames = channels[0].length;
        int dataSize = frames * channels.length * 2;
        ByteBuffer out = ByteBuffer.allocate(44 + dataSize).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(36 + dataSize).put(ascii("WAVEfmt ")).putInt(16);
        out.putShort((short) PCM).putShort((short) channels.length).putInt(sampleRate);
        out.putInt(sampleRate * channels.length * 2)
                .putShort((short) (channels.length * 2))
                .putShort((short) 16);
        out.put(ascii("data")).putInt(dataSize);
        for (int i = 0; i < frames; i++) {
            for (short[] channel : channels) {
                out.putShort(channel[i]);
            }
        }
        try {
            Files.write(file, out.array());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public int sampleRate() {
        return sampleRate;
    }

    public int channels() {
        return samples.length;
    }

    /** @param index 0 is the first */
    public short[] channel(int index) {
        return samples[index].clone();
    }

    public Duration duration() {
        return Duration.ofNanos(samples[0].length * 1_000_000_000L / sampleRate);
    }
}
