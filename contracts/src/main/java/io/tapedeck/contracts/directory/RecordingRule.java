package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.MediaFormat;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What holds for calls of one direction and network. What is null is undefined and falls through.
 *
 * @param url where finished recordings are sent by HTTP PUT
 * @param recordMinSec recordings in which less of the call is heard are discarded
 * @param recordSampleRate of the file, in Hz
 * @param timeLimit the file ends after so many seconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingRule(
        @Nullable Boolean enabled,
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable Integer recordMinSec,
        @Nullable Integer recordSampleRate,
        @Nullable Integer timeLimit) {

    public static final RecordingRule UNDEFINED = new RecordingRule(null, null, null, null, null, null);

    public static RecordingRule enabled(boolean enabled) {
        return new RecordingRule(enabled, null, null, null, null, null);
    }

    /** With these and nothing else. */
    public static RecordingRule of(@Nullable Boolean enabled, @Nullable MediaFormat format, @Nullable URI url) {
        return new RecordingRule(enabled, format, url, null, null, null);
    }
}
