package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.PayloadType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the payload types of one stream stand for. */
final class PayloadTable {

    /** RTP payload types have seven bits. */
    private static final int TYPES = 128;

    private static final String EVENT = "TELEPHONE-EVENT";

    /** Formats that carry no sound (RFC 4733). */
    private static final Set<String> SPEECHLESS = Set.of(EVENT, "TONE");

    /** How the encodings of an encrypted stream begin (RFC 3711). */
    static final String ENCRYPTED = "SRTP/";

    private final @Nullable PayloadFormat[] formats = new @Nullable PayloadFormat[TYPES];
    private final AudioDecoders decoders;
    private final boolean encrypted;

    PayloadTable(List<PayloadFormat> negotiated, AudioDecoders decoders) {
        this.decoders = decoders;
        this.encrypted =
                negotiated.stream().anyMatch(format -> format.encoding().startsWith(ENCRYPTED));
        if (!encrypted) { // cipher taken for G.711 is loud noise
            addStaticTypes();
        }
        for (PayloadFormat format : negotiated) {
            if (format.payloadType() >= 0 && format.payloadType() < TYPES) {
                formats[format.payloadType()] = format;
            }
        }
    }

    /** They are used even when the SDP names only dynamic ones (RFC 3551, 6). */
    private void addStaticTypes() {
        for (int number = 0; number < TYPES; number++) {
            PayloadType type = PayloadType.assignedTo(number).orElse(null);
            if (type != null) {
                formats[number] =
                        new PayloadFormat(number, type.encoding(), type.clockRateHertz(), type.channels(), "");
            }
        }
    }

    /** What to call a payload type in messages. */
    String name(int payloadType) {
        PayloadFormat format = formats[payloadType];
        if (format != null) {
            return format.encoding();
        }
        return (encrypted ? ENCRYPTED : "") + "payload type " + payloadType;
    }

    @Nullable
    PayloadFormat format(int payloadType) {
        return formats[payloadType];
    }

    boolean isEvent(PayloadFormat format) {
        return format.encoding().equals(EVENT);
    }

    boolean speechless(PayloadFormat format) {
        String encoding = format.encoding();
        return SPEECHLESS.contains(encoding.startsWith(ENCRYPTED) ? encoding.substring(ENCRYPTED.length()) : encoding);
    }

    /** Null when the codec is not known, or the stream encrypted. */
    @Nullable
    AudioDecoder open(PayloadFormat format, int wantedHertz) {
        return encrypted ? null : decoders.open(format, wantedHertz);
    }
}
