package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.Encoder.Output;
import java.time.Duration;
import java.util.List;

/**
 * How sound gets into packets of one codec.
 *
 * @param output what the encoder is to write
 * @param packetTime from one packet to the next: what the party wants, in whole frames of the codec
 */
record Encoding(Output output, Duration packetTime, Packing packing) {

    /** Cuts what the encoder wrote. */
    @FunctionalInterface
    interface Packing {
        List<byte[]> payloads(byte[] encoded);
    }
}
