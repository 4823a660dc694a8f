package io.tapedeck.capture.prompts;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.codec.SpeechFrames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A beep made beforehand, for when a codec cannot be encoded: better than nothing to a party that waits. */
final class Beeps {

    private Beeps() {}

    static Optional<Beep> of(PayloadFormat format, Duration wanted) {
        return switch (format.encoding()) {
            case "GSM" -> {
                byte[] file = resource("beep.gsm");
                yield Optional.of(beep(SpeechFrames.gsm(file, file.length), Duration.ofMillis(20), wanted));
            }
            case "G729" -> {
                byte[] file = resource("beep.g729");
                yield Optional.of(beep(SpeechFrames.g729(file, file.length), Duration.ofMillis(10), wanted));
            }
            default -> Optional.empty();
        };
    }

    private static Beep beep(List<byte[]> frames, Duration frame, Duration wanted) {
        int perPacket = Encodings.framesIn(wanted, frame);
        return new Beep(frame.multipliedBy(perPacket), Encodings.joined(frames, perPacket));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = Beeps.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("not packaged: " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packets of the beep. */
    record Beep(Duration packetTime, List<byte[]> payloads) {}
}
