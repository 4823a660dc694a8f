package io.tapedeck.proxy.admin;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.proxy.control.ControlAction;
import io.tapedeck.proxy.control.Wish;
import io.tapedeck.proxy.policy.Demand;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to the recording of a call; the gateway has checked it.
 *
 * @param action {@code start}, {@code stop}, {@code pause} or {@code resume}
 * @param by who asks, for the timeline
 * @param recordingId that a stop is about; null for those of the tenant as a whole
 * @param resumeAfterSeconds when a pause ends by itself; 0 for never, null for what the settings say
 */
record ControlBody(
        String action,
        String by,
        @Nullable RecordingId recordingId,
        @Nullable MediaFormat format,
        @Nullable URI url,
        @Nullable Integer recordMinSec,
        @Nullable Integer recordSampleRate,
        @Nullable Integer timeLimit,
        @Nullable String label,
        @Nullable String mediaName,
        @Nullable Boolean recordOnAnswer,
        @Nullable Boolean recordOnBridge,
        @Nullable Integer resumeAfterSeconds) {

    /**
     * @throws IllegalArgumentException when there is no such action
     */
    Wish toWish() {
        Duration resumeAfter = resumeAfterSeconds == null ? null : Duration.ofSeconds(resumeAfterSeconds);
        return new Wish(by, toAction(), toDemand(), recordingId, resumeAfter);
    }

    private ControlAction toAction() {
        return switch (action) {
            case "start" -> ControlAction.START;
            case "stop" -> ControlAction.STOP;
            case "pause" -> ControlAction.PAUSE;
            case "resume" -> ControlAction.RESUME;
            default -> throw new IllegalArgumentException("/action: there is no action '" + action + "'");
        };
    }

    private Demand toDemand() {
        return new Demand(format, url, recordMinSec, recordSampleRate, timeLimit, label, mediaName, start());
    }

    private @Nullable Start start() {
        if (Boolean.TRUE.equals(recordOnBridge)) {
            return Start.BRIDGE;
        }
        return Boolean.TRUE.equals(recordOnAnswer) ? Start.ANSWER : null;
    }
}
