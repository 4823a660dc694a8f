package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.PayloadFormat;
import org.jspecify.annotations.Nullable;

/** Knows the codecs. */
public interface AudioDecoders {

    /** The highest rate of the samples that a decoder for this format gives. */
    default int sampleRateHertz(PayloadFormat format) {
        return format.clockRateHertz();
    }

    /** Whether the payloads themselves say how much of that rate they need. */
    default boolean hasBands(PayloadFormat format) {
        return false;
    }

    /** The lowest usual rate that keeps all that is in one payload, which begins with this byte. */
    default int sampleRateHertz(PayloadFormat format, byte first) {
        return sampleRateHertz(format);
    }

    /**
     * A decoder for one stream. The caller closes it.
     *
     * @param wantedHertz what becomes of the samples; nothing of a higher rate is heard
     * @return null when the codec is not known here
     */
    @Nullable
    AudioDecoder open(PayloadFormat format, int wantedHertz);
}
