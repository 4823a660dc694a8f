package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.MediaFormat;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What holds for calls of one direction and network. What is null is undefined and falls through.
 *
 * @param url where finished recordings are sent by HTTP PUT
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingRule(
        @Nullable Boolean enabled,
        @Nullable MediaFormat format,
        @Nullable URI url) {

    public static final RecordingRule UNDEFINED = new RecordingRule(null, null, null);

    public static RecordingRule enabled(boolean enabled) {
        return new RecordingRule(enabled, null, null);
    }
}
