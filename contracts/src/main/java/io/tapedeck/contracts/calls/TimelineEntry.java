package io.tapedeck.contracts.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done, or refused, during a call.
 *
 * @param what {@code recording.start}, {@code recording.stop}, {@code recording.pause}, {@code recording.resume}; the
 *     latter two with {@code .audio} or {@code .video} behind them when only that medium was meant; {@code
 *     recording.accept}, {@code recording.decline}: what a caller who was asked has said, or the setting in their place
 * @param by the user's id or the name of the caller of the API; null for the platform itself
 */
public record TimelineEntry(
        Instant at,
        String what,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by,
        Means how,
        Result result) {

    /** By which means it was asked for. */
    public enum Means {
        @JsonProperty("info")
        INFO,
        @JsonProperty("dtmf")
        DTMF,
        @JsonProperty("message")
        MESSAGE,
        @JsonProperty("rest")
        REST,
        /** The recording rules, a time limit, the automatic end of a pause. */
        @JsonProperty("rules")
        RULES
    }

    /** What came of it. */
    public enum Result {
        @JsonProperty("done")
        DONE,
        /** Whoever asked may not. */
        @JsonProperty("forbidden")
        FORBIDDEN,
        /** It was so already, or there was nothing to do it to. */
        @JsonProperty("wrong_state")
        WRONG_STATE,
        /** The capture node could not do it. */
        @JsonProperty("failed")
        FAILED
    }
}
