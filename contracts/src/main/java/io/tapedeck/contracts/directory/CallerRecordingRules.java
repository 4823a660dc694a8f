package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Recording of a caller without a callee: a voice message, a prompt. Where it is switched on, {@code record@domain of
 * the tenant} answers, beeps and records.
 *
 * @param enabled undefined everywhere: no
 * @param code what users of the tenant may dial instead, as {@code *55}; undefined everywhere: nothing
 * @param format undefined everywhere: WAV
 * @param url where the file is sent; undefined everywhere: nowhere
 * @param method how it is sent; undefined everywhere: PUT
 * @param timeLimit the call ends after so many seconds; undefined everywhere: 300
 * @param silenceSeconds the call ends after so many seconds without speech; 0 for never; undefined everywhere: 5
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallerRecordingRules(
        @Nullable Boolean enabled,
        @Nullable String code,
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable DeliveryMethod method,
        @Nullable Integer timeLimit,
        @Nullable Integer silenceSeconds) {

    public static final CallerRecordingRules UNDEFINED =
            new CallerRecordingRules(null, null, null, null, null, null, null);
}
