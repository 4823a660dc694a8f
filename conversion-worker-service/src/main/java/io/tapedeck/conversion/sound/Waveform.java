package io.tapedeck.conversion.sound;

import java.io.IOException;
import java.util.Arrays;

/**
 * What players draw: the lowest and the highest sample of each twentieth of a second. Written as JSON of audiowaveform's version 2:
 *
 * <pre>
 * {"version":2,"channels":2,"sample_rate":8000,"samples_per_pixel":400,"bits":8,"length":2,
 *  "data":[lowest left, highest left, lowest right, highest right,  and again for the next pixel]}
 * </pre>
 *
 * One thread.
 */
public final class Waveform {

    private static final int PIXELS_PER_SECOND = 20;
    private static final int VERSION = 2;
    private static final int BITS = 8;
    private static final int FIRST_ROOM = 4_096;

    private final int channels;
    private final int rate;
    private final int pixelSamples;
    private final int[] lowest;
    private final int[] highest;
    private byte[] data = new byte[FIRST_ROOM];
    private int size;
    private int filled;

    Waveform(int channels, int rate) {
        this.channels = channels;
        this.rate = rate;
        this.pixelSamples = rate / PIXELS_PER_SECOND;
        this.lowest = new int[channels];
        this.highest = new int[channels];
    }

    /** @param right ignored when there is only one channel */
    void add(short[] left, short[] right, int count) {
        int from = 0;
        while (from < count) {
            int fit = Math.min(count - from, pixelSamples - filled);
            extend(0, left, from, fit);
            if (channels > 1) {
                extend(1, right, from, fit);
            }
            from += fit;
            filled += fit;
            if (filled == pixelSamples) {
                endPixel();
            }
        }
    }

    /** The last pixel may have fewer samples. */
    void finish() {
        if (filled > 0) {
            endPixel();
        }
    }

    /** Pixels. */
    public int length() {
        return size / (2 * channels);
    }

    /** The JSON; ASCII. */
    public void writeTo(Appendable out) throws IOException {
        out.append("{\"version\":" + VERSION + ",\"channels\":" + channels + ",\"sample_rate\":" + rate
                + ",\"samples_per_pixel\":" + pixelSamples + ",\"bits\":" + BITS + ",\"length\":" + length()
                + ",\"data\":[");
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                out.append(',');
            }
            out.append(Integer.toString(data[i]));
        }
        out.append("]}\n");
    }

    private void extend(int channel, short[] samples, int from, int count) {
        int low = lowest[channel];
        int high = highest[channel];
        for (int i = from; i < from + count; i++) {
            low = Math.min(low, samples[i]);
            high = Math.max(high, samples[i]);
        }
        lowest[channel] = low;
        highest[channel] = high;
    }

    private void endPixel() {
        if (data.length < size + 2 * channels) {
            data = Arrays.copyOf(data, 2 * data.length);
        }
        for (int channel = 0; channel < channels; channel++) {
            data[size++] = (byte) (lowest[channel] >> BITS);
            data[size++] = (byte) (highest[channel] >> BITS);
            lowest[channel] = 0;
            highest[channel] = 0;
        }
        filled = 0;
    }
}
