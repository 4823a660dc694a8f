package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.conversion.timeline.AudioDecoder;
import java.util.List;

/** A codec of frames of one length: its payload cut into frames, each decoded, and what to do when none come. One thread. */
abstract class SpeechDecoder implements AudioDecoder {

    /** Beyond that nobody takes an invented sound for speech. */
    private static final int CONCEALED_MILLIS = 60;

    private static final int MOST_FRAMES = 24;

    final NativeDecoder decoder;
    private final int rate;
    private final int frameSamples;
    private boolean speaking;
    private boolean understood;

    SpeechDecoder(NativeDecoder decoder, int rate, int frameSamples) {
        this.decoder = decoder;
        this.rate = rate;
        this.frameSamples = frameSamples;
    }

    /** The frames of a payload, oldest first. */
    abstract List<byte[]> frames(byte[] payload, int length);

    /** Decodes one of them. */
    int frame(byte[] frame, short[] samples, int at) {
        return decoder.decode(frame, frame.length, samples, at);
    }

    /** What to give the decoder for a frame that never came; of length 0 where it offers no concealment. */
    byte[] erasure() {
        return new byte[0];
    }

    /** Whether a pause in sending is to be filled by the decoder's comfort noise. */
    boolean comforts() {
        return false;
    }

    int frameSamples() {
        return frameSamples;
    }

    @Override
    public int sampleRateHertz() {
        return rate;
    }

    @Override
    public int mostSamples(int payloadLength) {
        return MOST_FRAMES * frameSamples;
    }

    @Override
    public int decode(byte[] payload, int length, short[] samples) {
        int count = 0;
        understood = false;
        for (byte[] frame : frames(payload, length)) {
            if (count + frameSamples <= samples.length) {
                int made = frame(frame, samples, count);
                understood |= made > 0;
                speaking |= made > 0;
                count += made > 0 ? made : frameSamples; // a frame that was rejected has its time too
            }
        }
        return count;
    }

    @Override
    public boolean understood() {
        return understood;
    }

    @Override
    public int fill(boolean lost, long wanted, long filled, short[] samples) {
        byte[] erasure = erasure();
        boolean worthIt = lost ? filled < (long) rate * CONCEALED_MILLIS / 1_000 : comforts();
        if (!speaking || erasure.length == 0 || !worthIt || wanted < frameSamples) {
            return 0;
        }
        return decoder.decode(erasure, erasure.length, samples, 0);
    }

    @Override
    public void close() {
        decoder.close();
    }
}
