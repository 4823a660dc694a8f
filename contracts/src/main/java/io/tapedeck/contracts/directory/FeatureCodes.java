package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a party presses during a call to control its recording. Each falls through by itself; empty switches it off.
 *
 * @param start undefined everywhere: {@code *44}
 * @param stop {@code *45}
 * @param pause {@code *48}
 * @param resume {@code *49}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeatureCodes(
        @Nullable String start,
        @Nullable String stop,
        @Nullable String pause,
        @Nullable String resume) {

    /** What holds where nothing is said. */
    public static final FeatureCodes DEFAULT = new FeatureCodes("*44", "*45", "*48", "*49");

    /** These, and where they say nothing the others. */
    public FeatureCodes or(FeatureCodes others) {
        return new FeatureCodes(
                Objects.requireNonNullElse(start, others.start),
                Objects.requireNonNullElse(stop, others.stop),
                Objects.requireNonNullElse(pause, others.pause),
                Objects.requireNonNullElse(resume, others.resume));
    }
}
