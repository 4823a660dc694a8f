package io.tapedeck.conversion.timeline;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lays the sound of one decoder into a channel: from the decoder's rate to the recording's, and from the sender's clock to ours.
 * Blocks that follow each other within a few milliseconds are one piece of sound; where the place of the next block says that the
 * sender's clock is off, the sound is stretched by at most a thousandth, which nobody hears. Sound that needs neither is copied.
 *
 * <p>Band-limited interpolation: a windowed sinc of {@link #ZEROS} zero crossings to each side, tabulated in {@link #PHASES}
 * steps, linear between them. One thread.
 */
final class Resampler {

    private static final int ZEROS = 16;
    private static final int PHASES = 480;
    private static final double KAISER_BETA = 8;

    /** Of the lower of the two Nyquist frequencies; the rest is for the filter's slope. */
    private static final double PASS = 0.93;

    private static final double MOST_STRETCH = 0.001;

    /** Rounding of places is no drift. */
    private static final double EXACT = 0.75;

    /** Blocks further apart than that are not one piece of sound. */
    private static final double SAME_PIECE_SECONDS = 0.005;

    private static final double WHOLE = 1e-6;

    /** Those of the rates that codecs have, which are few; making one takes as long as a minute of sound. */
    private static final Map<Double, float[]> USUAL_KERNELS = new ConcurrentHashMap<>();

    private static final int USUAL = 4_000;

    private final Channel.Voice channel;
    private final double nominal;
    private final double samePiece;
    private final int half;
    private final float[] kernel;
    private float[] in = new float[4_096];
    private short[] out = new short[4_096];
    private int inCount;
    private double inPosition;
    private int boundary;
    private double stepBefore;
    private double step;
    private long nextOut;
    private boolean running;

    Resampler(int inRate, int outRate, Channel.Voice channel) {
        this.channel = channel;
        this.nominal = (double) inRate / outRate;
        this.samePiece = SAME_PIECE_SECONDS * outRate;
        this.half = (int) Math.ceil(ZEROS * Math.max(1, nominal));
        boolean usual = inRate % USUAL == 0 && outRate % USUAL == 0;
        this.kernel = usual ? USUAL_KERNELS.computeIfAbsent(nominal, _ -> kernel()) : kernel();
        this.step = nominal;
        this.stepBefore = nominal;
    }

    /** Where the sound written so far ends, in samples of the channel. */
    double end() {
        double before = Math.max(0, boundary - inPosition) / stepBefore;
        return nextOut + before + (inCount - Math.max(inPosition, boundary)) / step;
    }

    boolean started() {
        return running;
    }

    /** @param position of the first sample, in samples of the channel */
    void write(double position, short[] samples, int count) {
        if (!running || Math.abs(position - end()) > samePiece) {
            flush();
            begin(Math.round(position));
        }
        double error = position - end();
        if (Math.abs(error) <= EXACT && stepIsWhole()) {
            copy(samples, count);
            return;
        }
        append(samples, count, error);
        produce();
        compact();
    }

    /** Behind noise, whose end says nothing of the sender's clock: what is written next is not stretched to reach its place. */
    void beginAt(double position) {
        if (running && Math.abs(position - end()) > EXACT) {
            flush();
            begin(Math.round(position));
        }
    }

    /** Gives out all sound so far; what is written next may still follow it without a gap. */
    void finish() {
        if (running) {
            double end = end();
            flush();
            begin(Math.round(end));
        }
    }

    private void flush() {
        if (running && inPosition < inCount) {
            int sound = inCount;
            reserve(half + 1);
            Arrays.fill(in, inCount, inCount + half + 1, 0f);
            inCount += half + 1;
            produce(sound);
        }
        running = false;
    }

    private void begin(long position) {
        running = true;
        nextOut = position;
        Arrays.fill(in, 0, 2 * half, 0f);
        inCount = 2 * half;
        inPosition = inCount;
        boundary = inCount;
        step = nominal;
        stepBefore = nominal;
    }

    private boolean stepIsWhole() {
        return nominal == 1 && inPosition == inCount;
    }

    private void copy(short[] samples, int count) {
        channel.write(nextOut, samples, count);
        nextOut += count;
        int kept = Math.min(count, 2 * half);
        if (kept < 2 * half) {
            System.arraycopy(in, inCount - (2 * half - kept), in, 0, 2 * half - kept);
        }
        for (int i = 0; i < kept; i++) {
            in[2 * half - kept + i] = samples[count - kept + i];
        }
        inCount = 2 * half;
        inPosition = inCount;
        boundary = inCount;
    }

    private void append(short[] samples, int count, double error) {
        double plain = count / nominal;
        double most = MOST_STRETCH * plain;
        double length = plain + (Math.abs(error) <= EXACT ? 0 : Math.clamp(error, -most, most));
        if (nominal == 1 && Math.abs(error) <= 1 + most) {
            length = wholeLength(plain, error, most);
        }
        stepBefore = inPosition < boundary ? stepBefore : step;
        boundary = inCount;
        step = count == 0 ? nominal : count / length;
        reserve(count);
        for (int i = 0; i < count; i++) {
            in[inCount + i] = samples[i];
        }
        inCount += count;
    }

    /** The length that ends on a whole sample, so that copying can begin again; as near to it as the stretch allows. */
    private double wholeLength(double plain, double error, double most) {
        double wanted = Math.rint(end() + error + plain) - end();
        return Math.clamp(wanted, plain - most, plain + most);
    }

    private void reserve(int count) {
        if (in.length < inCount + count) {
            in = Arrays.copyOf(in, 2 * (inCount + count));
        }
    }

    private void produce() {
        produce(inCount - half);
        if (nominal == 1
                && step == 1
                && inPosition >= boundary
                && Math.abs(inPosition - Math.rint(inPosition)) < WHOLE) {
            inPosition = Math.rint(inPosition);
            produce(inCount);
        }
    }

    /** Makes samples while their place in the input is before {@code limit}. */
    private void produce(int limit) {
        int made = 0;
        while (inPosition < limit - WHOLE) {
            if (made == out.length) {
                out = Arrays.copyOf(out, 2 * out.length);
            }
            out[made++] = sample(inPosition);
            inPosition = next(inPosition);
        }
        channel.write(nextOut, out, made);
        nextOut += made;
    }

    private double next(double at) {
        if (at >= boundary) {
            return at + step;
        }
        double after = at + stepBefore;
        if (after <= boundary + WHOLE) {
            return after > boundary - WHOLE ? boundary : after;
        }
        return boundary + (after - boundary) / stepBefore * step;
    }

    private short sample(double at) {
        int whole = (int) at;
        double phase = (at - whole) * PHASES;
        if (nominal == 1 && phase < WHOLE) {
            return (short) in[whole];
        }
        int row = (int) phase;
        float between = (float) (phase - row);
        int taps = 2 * half;
        int from = whole - half + 1;
        int first = row * taps;
        float sum = 0;
        float sumAfter = 0;
        for (int k = 0; k < taps; k++) {
            float x = in[from + k];
            sum += x * kernel[first + k];
            sumAfter += x * kernel[first + taps + k];
        }
        return (short) Math.clamp(Math.round(sum + between * (sumAfter - sum)), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private void compact() {
        int drop = (int) inPosition - 2 * half;
        if (drop > 0) {
            System.arraycopy(in, drop, in, 0, inCount - drop);
            inCount -= drop;
            inPosition -= drop;
            boundary = Math.max(0, boundary - drop);
        }
    }

    private float[] kernel() {
        return kernel(half, Math.min(1, 1 / nominal) * (nominal == 1 ? 1 : PASS));
    }

    /** Rows of {@code 2 half} taps, one for each phase and one more. */
    private static float[] kernel(int half, double cutoff) {
        int taps = 2 * half;
        var kernel = new float[(PHASES + 1) * taps];
        for (int phase = 0; phase <= PHASES; phase++) {
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                double x = k - (half - 1) - (double) phase / PHASES;
                double value = sinc(x * cutoff) * window(x / half);
                kernel[phase * taps + k] = (float) value;
                sum += value;
            }
            for (int k = 0; k < taps; k++) {
                kernel[phase * taps + k] /= (float) sum; // no phase is louder than another
            }
        }
        return kernel;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double window(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    /** Modified Bessel function of the first kind, order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int n = 1; n < 40; n++) {
            term *= x / (2 * n) * (x / (2 * n));
            sum += term;
        }
        return sum;
    }
}
