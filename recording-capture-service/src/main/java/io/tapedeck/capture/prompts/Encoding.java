package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.Encoder.Output;
import io.tapedeck.capture.encode.SpeechCodec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How sound gets into packets of one codec.
 *
 * @param output what the encoder is to write
 * @param codec what its samples are encoded in here; null when the encoder has done it
 * @param packetTime from one packet to the next: what the party wants, in whole frames of the codec
 */
record Encoding(Output output, @Nullable SpeechCodec codec, Duration packetTime, Packing packing) {

    Encoding(Output output, Duration packetTime, Packing packing) {
        this(output, null, packetTime, packing);
    }

    /** Cuts what the encoder wrote. */
    @FunctionalInterface
    interface Packing {
        List<byte[]> payloads(byte[] encoded);
    }
}
