package io.tapedeck.conversion.timeline;

import static java.util.Objects.requireNonNull;

import io.tapedeck.contracts.captures.PayloadFormat;
import java.util.Arrays;

/** G.711 with comfort noise of 20 ms. */
final class NoisyPauses implements AudioDecoder {

    private static final int FRAME = 160;

    private final AudioDecoder speech =
            requireNonNull(new G711Decoders().open(new PayloadFormat(0, "PCMU", 8_000, 1, ""), 8_000));

    @Override
    public int sampleRateHertz() {
        return speech.sampleRateHertz();
    }

    @Override
    public int mostSamples(int payloadLength) {
        return Math.max(FRAME, speech.mostSamples(payloadLength));
    }

    @Override
    public int decode(byte[] payload, int length, short[] samples) {
        return speech.decode(payload, length, samples);
    }

    @Override
    public int fill(boolean lost, long wanted, long filled, short[] samples) {
        Arrays.fill(samples, 0, FRAME, (short) 8);
        return lost || wanted < FRAME ? 0 : FRAME;
    }

    @Override
    public void close() {
        speech.close();
    }
}
