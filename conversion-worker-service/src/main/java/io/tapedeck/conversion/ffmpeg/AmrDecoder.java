package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.protocol.codec.AmrPayload;
import java.util.List;

/** AMR and AMR-WB by OpenCORE, which knows silence descriptors and conceals. One thread. */
final class AmrDecoder extends SpeechDecoder {

    private static final int NO_DATA = 15;
    private static final int FRAMES_PER_SECOND = 50;
    private static final int NARROW_SILENCE = 8;

    /** Three silence descriptors, of which one is sent every 160 ms (3GPP TS 26.093); who sends none holds. */
    private static final int LONGEST_PAUSE_MILLIS = 480;

    private final AmrPayload payload;
    private boolean silent;

    AmrDecoder(NativeDecoder decoder, AmrPayload payload, int rate) {
        super(decoder, rate, rate / FRAMES_PER_SECOND);
        this.payload = payload;
    }

    @Override
    List<byte[]> frames(byte[] bytes, int length) {
        return payload.frames(bytes, length);
    }

    @Override
    int frame(byte[] frame, short[] samples, int at) {
        int type = AmrPayload.type(frame);
        silent = type == (payload.wideband() ? NARROW_SILENCE + 1 : NARROW_SILENCE) || silent && type == NO_DATA;
        return super.frame(frame, samples, at);
    }

    @Override
    byte[] erasure() {
        return new byte[] {NO_DATA << 3 | 1 << 2};
    }

    @Override
    public int fill(boolean lost, long wanted, long filled, short[] samples) {
        boolean held = filled >= (long) sampleRateHertz() * LONGEST_PAUSE_MILLIS / 1_000;
        return held ? 0 : super.fill(lost, wanted, filled, samples);
    }

    @Override
    boolean comforts() {
        return silent;
    }
}
