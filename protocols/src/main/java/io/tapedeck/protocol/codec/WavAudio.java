package io.tapedeck.protocol.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The sound of a WAV file with linear samples of 16 bits, A-law or µ-law; several channels are mixed into one.
 *
 * <pre>
 * "RIFF" size "WAVE"  { id(4) size(4) data(size, padded to even) }*
 * "fmt ": format(2) channels(2) rate(4) bytesPerSecond(4) blockAlign(2) bits(2) [ … subformat at 24 when format is 0xFFFE ]
 * </pre>
 *
 * @param samples read only
 */
@SuppressWarnings("ArrayRecordComponent") // minutes of sound, made once and read by the encoder
public record WavAudio(int sampleRateHertz, short[] samples) {

    private static final int PCM = 1;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int FORMAT_LENGTH = 16;
    private static final int SUBFORMAT_AT = 24;
    private static final int HIGHEST_RATE = 192_000;
    private static final int MOST_CHANNELS = 8;

    /** Empty for anything else, also a compressed or torn WAV file. */
    public static Optional<WavAudio> parse(byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 12 || !isAt(file, 0, "RIFF") || !isAt(file, 8, "WAVE")) {
            return Optional.empty();
        }
        int format = -1;
        for (long at = 12; at + 8 <= bytes.length; ) {
            int chunk = (int) at;
            long size = Integer.toUnsignedLong(file.getInt(chunk + 4));
            int length = (int) Math.min(size, bytes.length - at - 8); // of a stream the size may be unknown: all ones
            if (isAt(file, chunk, "fmt ") && length >= FORMAT_LENGTH) {
                format = chunk + 8;
            } else if (isAt(file, chunk, "data") && format >= 0) {
                return read(file, format, chunk + 8, length);
            }
            at += 8 + size + (size & 1);
        }
        return Optional.empty();
    }

    private static boolean isAt(ByteBuffer file, int at, String id) {
        for (int i = 0; i < id.length(); i++) {
            if (file.get(at + i) != id.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<WavAudio> read(ByteBuffer file, int format, int data, int length) {
        int tag = Short.toUnsignedInt(file.getShort(format));
        boolean extended = tag == EXTENSIBLE && format + SUBFORMAT_AT + 2 <= file.limit();
        int encoding = extended ? Short.toUnsignedInt(file.getShort(format + SUBFORMAT_AT)) : tag;
        int channels = file.getShort(format + 2);
        int rate = file.getInt(format + 4);
        int bytesPerSample = encoding == PCM ? 2 : 1;
        boolean known = encoding == PCM || encoding == A_LAW || encoding == MU_LAW;
        boolean fits = file.getShort(format + 14) == 8 * bytesPerSample;
        if (!known || !fits || channels < 1 || channels > MOST_CHANNELS || rate < 1 || rate > HIGHEST_RATE) {
            return Optional.empty();
        }
        var samples = new short[length / (channels * bytesPerSample)];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += sample(file, encoding, data + (i * channels + channel) * bytesPerSample);
            }
            samples[i] = (short) (sum / channels);
        }
        return Optional.of(new WavAudio(rate, samples));
    }

    private static short sample(ByteBuffer file, int encoding, int at) {
        return switch (encoding) {
            case PCM -> file.getShort(at);
            case A_LAW -> G711.decodeALaw(file.get(at));
            default -> G711.decodeMuLaw(file.get(at));
        };
    }
}
