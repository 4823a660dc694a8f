package io.tapedeck.capture.encode;

import io.tapedeck.protocol.codec.SpeechFrames;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;

/** Codecs of speech at 8 kHz that are encoded in Java, because the LGPL build of FFmpeg cannot. */
public enum SpeechCodec {
    /** 8 kbit/s, without silence suppression (RFC 3551, 4.5.6). */
    G729(10, SpeechFrames.G729, 0),
    /** Full rate (RFC 3551, 4.5.8). */
    GSM(20, SpeechFrames.GSM, 0),
    /** RFC 3952. */
    ILBC_20(20, SpeechFrames.ILBC_20, 1),
    ILBC_30(30, SpeechFrames.ILBC_30, 1);

    private static final int BYTES_PER_MILLI = 16;

    private final int frameMillis;
    private final int frameBytes;
    private final int silentFrames;

    /**
     * @param silentFrames before the sound: decoders of iLBC that calculate with integers, FFmpeg's among them, crack at full
     *     volume when the first frame they ever see is noise
     */
    SpeechCodec(int frameMillis, int frameBytes, int silentFrames) {
        this.frameMillis = frameMillis;
        this.frameBytes = frameBytes;
        this.silentFrames = silentFrames;
    }

    public Duration frame() {
        return Duration.ofMillis(frameMillis);
    }

    public int frameBytes() {
        return frameBytes;
    }

    /**
     * Frames behind each other, the last one filled with silence. Ends early when its thread is interrupted.
     *
     * @param linear samples of 16 bits, low byte first
     */
    byte[] encoded(byte[] linear) throws Exception {
        if (linear.length == 0) {
            return linear;
        }
        int step = frameMillis * BYTES_PER_MILLI;
        int frames = silentFrames + Math.ceilDiv(linear.length, step);
        var padded = new byte[frames * step];
        System.arraycopy(linear, 0, padded, silentFrames * step, linear.length);
        FrameEncoder one = encoder();
        var encoded = new ByteArrayOutputStream(frames * frameBytes);
        for (int at = 0; at < padded.length; at += step) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            byte[] frame = one.frame(Arrays.copyOfRange(padded, at, at + step));
            if (frame.length != frameBytes) {
                throw new IllegalStateException("a frame of " + frame.length + " bytes instead of " + frameBytes);
            }
            encoded.writeBytes(frame);
        }
        return encoded.toByteArray();
    }

    private FrameEncoder encoder() throws Exception {
        return switch (this) {
            case G729 -> JitsiEncoders.g729();
            case GSM -> JitsiEncoders.gsm();
            case ILBC_20, ILBC_30 -> JitsiEncoders.ilbc(frameMillis);
        };
    }

    /** Of one sound, frame after frame. */
    @FunctionalInterface
    interface FrameEncoder {
        byte[] frame(byte[] linear);
    }
}
