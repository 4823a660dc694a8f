package io.tapedeck.gateway.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.Direction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call that is up, as its proxy tells it and as it is shown. */
@Schema(name = "LiveCall")
record LiveCall(
        UUID sessionId,
        UUID tenantId,
        Direction direction,
        Party caller,

        @Schema(description = "Who answered; before that, who was called")
        Party callee,

        @Schema(allowableValues = {"calling", "ringing", "talking"})
        String state,

        Instant startTime,

        @Schema(description = "When the call came into this state")
        Instant since,

        Recording recording) {

    /** How the recording of the call stands. */
    @Schema(name = "LiveRecording")
    record Recording(
            @Schema(allowableValues = {"off", "pending", "on", "paused"})
            String state,

            Instant since,

            @Schema(description = "What is kept from the disk: audio, video")
            List<String> paused,

            List<Order> recordings) {}

    /** One recording of the call. */
    @Schema(name = "LiveRecordingOrder")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Order(
            UUID recordingId,
            UUID tenantId,
            @Nullable UUID userId,

            @Schema(allowableValues = {"pending", "running", "stopped"})
            String phase,

            MediaFormat format,
            @Nullable String label,
            @Nullable String mediaName,

            @Schema(description = "The user who started it during the call") @Nullable
            UUID startedBy) {}
}
