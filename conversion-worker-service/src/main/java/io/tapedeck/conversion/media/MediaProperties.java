package io.tapedeck.conversion.media;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.video.Pictures;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the head of a media file.
 *
 * @param samples per channel, in the whole file; 0 when that is not known yet
 * @param pictures of a movie; null where there is sound alone
 */
public record MediaProperties(
        MediaFormat format,
        int channels,
        int sampleRateHertz,
        long samples,
        MediaTags tags,
        @Nullable Pictures pictures) {

    /** Of sound alone. */
    public MediaProperties(MediaFormat format, int channels, int sampleRateHertz, long samples, MediaTags tags) {
        this(format, channels, sampleRateHertz, samples, tags, null);
    }

    public MediaProperties {
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("one channel or two, not " + channels);
        }
    }

    /** Of a movie in which these are seen. */
    MediaProperties with(Pictures seen) {
        return new MediaProperties(format, channels, sampleRateHertz, samples, tags, seen);
    }
}
