package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.G711;
import org.jspecify.annotations.Nullable;

/** ITU-T G.711, both laws, by table. Each byte stands alone, so one decoder serves any number of streams. */
public final class G711Decoders implements AudioDecoders {

    private static final int RATE = 8_000;

    @Override
    public @Nullable AudioDecoder open(PayloadFormat format, int wantedHertz) {
        if (format.clockRateHertz() != RATE || format.channels() > 1) {
            return null;
        }
        return switch (format.encoding()) {
            case "PCMU" -> new MuLaw();
            case "PCMA" -> new ALaw();
            default -> null;
        };
    }

    private abstract static class OneBytePerSample implements AudioDecoder {

        @Override
        public int sampleRateHertz() {
            return RATE;
        }

        @Override
        public int mostSamples(int payloadLength) {
            return payloadLength;
        }

        @Override
        public void close() {}
    }

    private static final class MuLaw extends OneBytePerSample {

        @Override
        public int decode(byte[] payload, int length, short[] samples) {
            G711.decodeMuLaw(payload, 0, length, samples, 0);
            return length;
        }
    }

    private static final class ALaw extends OneBytePerSample {

        @Override
        public int decode(byte[] payload, int length, short[] samples) {
            G711.decodeALaw(payload, 0, length, samples, 0);
            return length;
        }
    }
}
