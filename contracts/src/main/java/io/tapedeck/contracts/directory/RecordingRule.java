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
 * @param recordOnAnswer recording starts when somebody answers; false: with the first media, also before an answer.
 *     Undefined everywhere: true
 * @param recordOnBridge recording starts when both parties are connected, which counts more than the former
 * @param optional a capture node whose disk is nearly full may refuse it; undefined everywhere: no
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingRule(
        @Nullable Boolean enabled,
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable Integer recordMinSec,
        @Nullable Integer recordSampleRate,
        @Nullable Integer timeLimit,
        @Nullable Boolean recordOnAnswer,
        @Nullable Boolean recordOnBridge,
        @Nullable Boolean optional) {

    public static final RecordingRule UNDEFINED = new RecordingRule(null, null, null, null, null, null);

    /** With nothing said about when it starts and whether it must. */
    public RecordingRule(
            @Nullable Boolean enabled,
            @Nullable MediaFormat format,
            @Nullable URI url,
            @Nullable Integer recordMinSec,
            @Nullable Integer recordSampleRate,
            @Nullable Integer timeLimit) {
        this(enabled, format, url, recordMinSec, recordSampleRate, timeLimit, null, null, null);
    }

    public static RecordingRule enabled(boolean enabled) {
        return new RecordingRule(enabled, null, null, null, null, null);
    }

    /** With these and nothing else. */
    public static RecordingRule of(@Nullable Boolean enabled, @Nullable MediaFormat format, @Nullable URI url) {
        return new RecordingRule(enabled, format, url, null, null, null);
    }
}
