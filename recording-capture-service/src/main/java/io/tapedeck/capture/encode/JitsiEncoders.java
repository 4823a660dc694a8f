package io.tapedeck.capture.encode;

import io.tapedeck.capture.encode.SpeechCodec.FrameEncoder;
import io.tapedeck.protocol.codec.SpeechFrames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import javax.media.Buffer;
import javax.media.Format;
import javax.media.PlugIn;
import javax.media.ResourceUnavailableException;
import org.jitsi.impl.neomedia.codec.AbstractCodec2;
import org.jitsi.impl.neomedia.codec.audio.g729.JavaEncoder;
import org.rubycoder.gsm.GSMEncoder;

/** The one class that knows libjitsi and FMJ. Each encoder is for one sound and one thread; none of them has state that is shared. */
final class JitsiEncoders {

    private static final int GSM_SAMPLES = 160;

    private JitsiEncoders() {}

    static FrameEncoder g729() throws ResourceUnavailableException {
        var encoder = new JavaEncoder();
        encoder.setAdvancedAttributes(Map.of("ptime", "10")); // a frame at a time
        return opened(encoder);
    }

    static FrameEncoder ilbc(int millis) throws ResourceUnavailableException {
        var encoder = new org.jitsi.impl.neomedia.codec.audio.ilbc.JavaEncoder();
        encoder.setFormatParameters(Map.of("mode", "" + millis));
        return opened(encoder);
    }

    private static FrameEncoder opened(AbstractCodec2 encoder) throws ResourceUnavailableException {
        Format linear = encoder.getSupportedInputFormats()[0];
        encoder.setInputFormat(linear);
        encoder.setOutputFormat(encoder.getSupportedOutputFormats(linear)[0]);
        encoder.open();
        return samples -> {
            var in = new Buffer();
            in.setFormat(linear);
            in.setData(samples);
            in.setLength(samples.length);
            var out = new Buffer();
            int result = encoder.process(in, out);
            if (result != PlugIn.BUFFER_PROCESSED_OK) {
                throw new IllegalStateException(encoder.getName() + " answers " + result);
            }
            return Arrays.copyOfRange((byte[]) out.getData(), out.getOffset(), out.getOffset() + out.getLength());
        };
    }

    /** Without the library's codec around it, which has one encoder for all. */
    static FrameEncoder gsm() {
        var encoder = new GSMEncoder();
        var samples = new int[GSM_SAMPLES];
        return linear -> {
            var shorts = ByteBuffer.wrap(linear).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
            for (int i = 0; i < GSM_SAMPLES; i++) {
                samples[i] = shorts.get(i);
            }
            var frame = new byte[SpeechFrames.GSM];
            encoder.encode(frame, samples);
            return frame;
        };
    }
}
