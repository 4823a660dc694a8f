package io.tapedeck.capture.prompts;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param directory what {@code file} in {@code play media} is relative to; nothing outside of it is read
 * @param largest a file or blob may have
 * @param longest sound that is prepared; the rest is cut off
 * @param ffmpeg path of the program that encodes; empty for the one that is shipped
 * @param encodeWithin what it may take for one prompt
 * @param encoders how many of it run at a time, and as many again of those in Java
 * @param cache of sound that was prepared, for the next call that wants it
 * @param shelf of files that controllers have handed over, before they are prepared
 */
@ConfigurationProperties("tapedeck.capture.prompts")
record PromptSettings(
        Path directory,
        DataSize largest,
        Duration longest,
        String ffmpeg,
        Duration encodeWithin,
        int encoders,
        DataSize cache,
        DataSize shelf) {

    private static final long LARGEST_BYTES = 256L << 20;
    private static final long LARGEST_CACHE = 4L << 30;
    private static final int MOST_ENCODERS = 64;

    PromptSettings {
        require(largest.toBytes() >= 1 && largest.toBytes() <= LARGEST_BYTES, "largest", "1B to 256MB", largest);
        require(
                longest.toMillis() > 0 && longest.compareTo(Duration.ofHours(1)) <= 0,
                "longest",
                "1ms to an hour",
                longest);
        require(
                encodeWithin.toMillis() >= 100 && encodeWithin.compareTo(Duration.ofMinutes(5)) <= 0,
                "encode-within",
                "100ms to 5m",
                encodeWithin);
        require(encoders >= 1 && encoders <= MOST_ENCODERS, "encoders", "1 to " + MOST_ENCODERS, encoders);
        require(cache.toBytes() >= 0 && cache.toBytes() <= LARGEST_CACHE, "cache", "0B to 4GB", cache);
        require(shelf.toBytes() >= 0 && shelf.toBytes() <= LARGEST_CACHE, "shelf", "0B to 4GB", shelf);
    }

    private static void require(boolean holds, String key, String range, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "tapedeck.capture.prompts: " + key + " has to be " + range + ", not " + value);
        }
    }
}
