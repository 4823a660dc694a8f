package io.tapedeck.conversion.media;

import io.tapedeck.contracts.MediaFormat;

/**
 * What stands in the head of a media file.
 *
 * @param samples per channel, in the whole file; 0 when that is not known yet
 */
public record MediaProperties(MediaFormat format, int channels, int sampleRateHertz, long samples, MediaTags tags) {

    public MediaProperties {
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("one channel or two, not " + channels);
        }
    }
}
