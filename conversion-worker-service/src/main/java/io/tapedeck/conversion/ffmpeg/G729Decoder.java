package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.conversion.timeline.ComfortNoise;
import io.tapedeck.protocol.codec.SpeechFrames;
import java.util.List;

/**
 * G.729 with Annex B. FFmpeg rejects silence descriptors and is thrown off by an erasure before the first speech, so it gets
 * the speech alone; the noise of a pause is made here, at the level that the descriptor gives. One thread.
 *
 * <pre>
 * silence descriptor: | predictor (1) | LSF stage 1 (5) | LSF stage 2 (4) | gain (5) | 0 |
 * </pre>
 */
final class G729Decoder extends SpeechDecoder {

    private static final int RATE = 8_000;
    private static final int FRAME = 80;

    /** Gain 0 is -12 dB and each step 2 dB but the first ones, which are 4 (Annex B, 4.2.1): close enough for noise. */
    private static final int LOWEST_DECIBEL = -20;

    private final ComfortNoise noise = new ComfortNoise(RATE);
    private boolean silent;

    G729Decoder(NativeDecoder decoder) {
        super(decoder, RATE, FRAME);
    }

    @Override
    List<byte[]> frames(byte[] payload, int length) {
        return SpeechFrames.g729(payload, length);
    }

    @Override
    int frame(byte[] frame, short[] samples, int at) {
        silent = frame.length == SpeechFrames.G729_SILENCE;
        if (!silent) {
            return super.frame(frame, samples, at);
        }
        int gain = frame[1] >> 1 & 0x1F;
        noise.level(Math.pow(10, (LOWEST_DECIBEL + 2.0 * gain) / 20));
        var made = new short[FRAME];
        noise.fill(false, FRAME, 0, made);
        System.arraycopy(made, 0, samples, at, FRAME);
        return FRAME;
    }

    @Override
    byte[] erasure() {
        return new byte[SpeechFrames.G729]; // all zeros
    }

    @Override
    public int fill(boolean lost, long wanted, long filled, short[] samples) {
        if (silent) {
            return noise.fill(lost, wanted, filled, samples);
        }
        return super.fill(lost, wanted, filled, samples);
    }
}
