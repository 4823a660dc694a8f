package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.PayloadFormat;
import org.jspecify.annotations.Nullable;

/** Knows the codecs. */
public interface AudioDecoders {

    /** Of the samples that a decoder for this format gives. */
    default int sampleRateHertz(PayloadFormat format) {
        return format.clockRateHertz();
    }

    /** A decoder for one stream; null when the codec is not known here. The caller closes it. */
    @Nullable
    AudioDecoder open(PayloadFormat format);
}
