package io.tapedeck.capture.prompts;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param directory what {@code file} in {@code play media} is relative to; nothing outside of it is read
 * @param largest a file or blob may have
 * @param longest sound that is prepared; the rest is cut off
 */
@ConfigurationProperties("tapedeck.capture.prompts")
record PromptSettings(Path directory, DataSize largest, Duration longest) {

    private static final long LARGEST_BYTES = 256L << 20;

    PromptSettings {
        if (largest.toBytes() < 1 || largest.toBytes() > LARGEST_BYTES) {
            throw new IllegalArgumentException(
                    "tapedeck.capture.prompts: largest has to be 1B to 256MB, not " + largest);
        }
        if (!longest.isPositive() || longest.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("tapedeck.capture.prompts: longest has to be up to an hour");
        }
    }
}
