package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.PayloadFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the payload types of one stream stand for. */
final class PayloadTable {

    /** RTP payload types have seven bits. */
    private static final int TYPES = 128;

    /** Formats that carry no speech: silence, whatever they say (RFC 4733, RFC 3389). */
    private static final Set<String> SPEECHLESS = Set.of("TELEPHONE-EVENT", "CN", "TONE");

    private final @Nullable PayloadFormat[] formats = new @Nullable PayloadFormat[TYPES];
    private final AudioDecoders decoders;

    PayloadTable(List<PayloadFormat> negotiated, AudioDecoders decoders) {
        this.decoders = decoders;
        // static types are used even when the SDP names only dynamic ones (RFC 3551, 6)
        formats[0] = new PayloadFormat(0, "PCMU", 8_000, 1, "");
        formats[8] = new PayloadFormat(8, "PCMA", 8_000, 1, "");
        formats[13] = new PayloadFormat(13, "CN", 8_000, 1, "");
        for (PayloadFormat format : negotiated) {
            if (format.payloadType() >= 0 && format.payloadType() < TYPES) {
                formats[format.payloadType()] = format;
            }
        }
    }

    @Nullable
    PayloadFormat format(int payloadType) {
        return formats[payloadType];
    }

    boolean speechless(PayloadFormat format) {
        return SPEECHLESS.contains(format.encoding());
    }

    @Nullable
    AudioDecoder open(PayloadFormat format) {
        return decoders.open(format);
    }
}
