package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.protocol.codec.SpeechFrames;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * iLBC in frames of 20 or 30 ms (RFC 3952). Each length needs a decoder of its own. The one that was agreed on is there from the
 * beginning; the other is opened when its frames come, since there are phones that send what they like best. One thread.
 */
final class IlbcDecoder extends SpeechDecoder {

    private static final int RATE = 8_000;

    /** Silence as an encoder's first frame. */
    private static final byte[] SILENCE_20 =
            HexFormat.of().parseHex("ffa6340160425555249249249241ccccccccf3cf3cf3cf3cf3cf3cf3e68b8227ee0101011616");

    private static final byte[] SILENCE_30 = HexFormat.of()
            .parseHex("ffa63ffa6320300c492480000000001600a28210"
                    + "cf3cf3cf3ffffffffffffffffffff622c571e3e02032900a894161614050");

    private final boolean mode20;
    private final int agreedBytes;
    private @Nullable NativeDecoder other;
    private boolean otherMissing;

    private IlbcDecoder(NativeDecoder agreed, boolean mode20) {
        super(agreed, RATE, mode20 ? 160 : 240);
        this.mode20 = mode20;
        this.agreedBytes = bytes(mode20);
    }

    /**
     * @param mode20 frames of 20 ms were agreed on
     * @return null when this build of FFmpeg has no iLBC
     */
    static @Nullable IlbcDecoder open(boolean mode20) {
        NativeDecoder agreed = primed(mode20);
        return agreed == null ? null : new IlbcDecoder(agreed, mode20);
    }

    /** FFmpeg's decoder cracks at full volume when the first frame it ever sees is noise, as a line's is; behind silence it does not. */
    private static @Nullable NativeDecoder primed(boolean mode20) {
        NativeDecoder decoder = NativeDecoder.openIlbc(bytes(mode20));
        if (decoder != null) {
            byte[] silence = mode20 ? SILENCE_20 : SILENCE_30;
            int _ = decoder.decode(silence, silence.length, new short[RATE], 0);
        }
        return decoder;
    }

    private static int bytes(boolean mode20) {
        return mode20 ? SpeechFrames.ILBC_20 : SpeechFrames.ILBC_30;
    }

    @Override
    List<byte[]> frames(byte[] payload, int length) {
        return SpeechFrames.ilbc(payload, length, mode20);
    }

    @Override
    int frame(byte[] frame, short[] samples, int at) {
        if (frame.length == agreedBytes) {
            return super.frame(frame, samples, at);
        }
        NativeDecoder fitting = other();
        return fitting == null ? 0 : fitting.decode(frame, frame.length, samples, at);
    }

    private @Nullable NativeDecoder other() {
        if (other == null && !otherMissing) {
            other = primed(!mode20);
            otherMissing = other == null;
        }
        return other;
    }

    @Override
    public void close() {
        super.close();
        if (other != null) {
            other.close();
        }
    }
}
