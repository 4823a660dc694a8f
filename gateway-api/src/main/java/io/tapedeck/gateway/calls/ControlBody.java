package io.tapedeck.gateway.calls;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.gateway.validation.Checks;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be done to the recording of a call. All but the action are for a recording that starts, except
 * where it is said.
 */
@Schema(name = "RecordingControl")
record ControlBody(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {"start", "stop", "pause", "resume"})
        @Nullable
        String action,

        @Schema(description = "The recording that a stop is about; without it, those of the tenant as a whole")
        @Nullable
        UUID recordingId,

        @Nullable MediaFormat format,
        @Nullable String label,

        @Schema(description = "Wanted for the file, without extension") @Nullable
        String mediaName,

        @Nullable Integer recordMinSec,
        @Nullable Integer recordSampleRate,

        @Schema(description = "In seconds", defaultValue = "3600") @Nullable
        Integer timeLimit,

        @Nullable URI url,

        @Schema(description = "Where nobody has answered yet, wait for the answer; otherwise at once") @Nullable
        Boolean recordOnAnswer,

        @Schema(
                description =
                        "Where the parties are not connected yet, wait until both know they are; otherwise at once")
        @Nullable
        Boolean recordOnBridge,

        @Schema(
                description =
                        "A pause ends by itself after so long; 0: never. Without it, as tenant and platform have set",
                minimum = "0",
                maximum = "3600")
        @Nullable
        Integer resumeAfterSeconds) {

    private static final List<String> ACTIONS = List.of("start", "stop", "pause", "resume");
    private static final List<Integer> SAMPLE_RATES = List.of(8_000, 16_000, 24_000, 48_000);
    private static final int DAY_SECONDS = 86_400;
    private static final int HOUR_SECONDS = 3_600;
    private static final String NAME = "[^\\p{Cntrl}]{1,120}";
    private static final String FILE_NAME = "[^\\p{Cntrl}/\\\\]{1,120}";

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 422 with every fault
     */
    ControlOrder checked(String by) {
        var checks = new Checks();
        String wanted = Objects.requireNonNullElse(action, "");
        if (!ACTIONS.contains(wanted)) {
            checks.fault("/action", "Must be one of " + ACTIONS + ".");
        } else if (!wanted.equals("start")) {
            onlyForStart(checks);
        }
        if (recordingId != null && !wanted.equals("stop")) {
            checks.fault("/recordingId", "Says which recording to stop.");
        }
        if (resumeAfterSeconds != null && !wanted.equals("pause")) {
            checks.fault("/resumeAfterSeconds", "Is for a pause.");
        }
        wishes(checks);
        checks.refuseIfAny();
        return new ControlOrder(
                wanted,
                by,
                recordingId,
                format,
                url,
                recordMinSec,
                recordSampleRate,
                timeLimit,
                label,
                mediaName,
                recordOnAnswer,
                recordOnBridge,
                resumeAfterSeconds);
    }

    private void onlyForStart(Checks checks) {
        fault(checks, "/format", format);
        fault(checks, "/label", label);
        fault(checks, "/mediaName", mediaName);
        fault(checks, "/recordMinSec", recordMinSec);
        fault(checks, "/recordSampleRate", recordSampleRate);
        fault(checks, "/timeLimit", timeLimit);
        fault(checks, "/url", url);
        fault(checks, "/recordOnAnswer", recordOnAnswer);
        fault(checks, "/recordOnBridge", recordOnBridge);
    }

    private static void fault(Checks checks, String pointer, @Nullable Object value) {
        if (value != null) {
            checks.fault(pointer, "Is for a recording that starts.");
        }
    }

    private void wishes(Checks checks) {
        if (label != null && !label.matches(NAME)) {
            checks.fault("/label", "Must have 1 to 120 characters, none of them a control character.");
        }
        if (mediaName != null && !mediaName.matches(FILE_NAME)) {
            checks.fault("/mediaName", "Must have 1 to 120 characters, no slashes and no control characters.");
        }
        int _ = checks.range("/resumeAfterSeconds", resumeAfterSeconds, 0, HOUR_SECONDS, 0);
        int minimum = checks.range("/recordMinSec", recordMinSec, 0, DAY_SECONDS, 0);
        int limit = checks.range("/timeLimit", timeLimit, 1, DAY_SECONDS, DAY_SECONDS);
        if (minimum > limit) {
            checks.fault("/recordMinSec", "Is longer than timeLimit permits the recording to be.");
        }
        if (recordSampleRate != null && !SAMPLE_RATES.contains(recordSampleRate)) {
            checks.fault("/recordSampleRate", "Must be one of " + SAMPLE_RATES + ".");
        }
        if (url != null && !isPlainWebAddress(url)) {
            checks.fault("/url", "Must be an http or https address without query and fragment.");
        }
    }

    private static boolean isPlainWebAddress(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return web && url.getHost() != null && url.getQuery() == null && url.getFragment() == null;
    }
}
