package io.tapedeck.proxy.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.proxy.control.LiveCall;
import io.tapedeck.proxy.control.RecordingBoard;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A call that is up, as internal HTTP shows it.
 *
 * @param state {@code calling}, {@code ringing} or {@code talking}
 * @param since when it came into this state
 */
record CallView(
        SessionId sessionId,
        TenantId tenantId,
        Direction direction,
        Party caller,
        Party callee,
        String state,
        Instant startTime,
        Instant since,
        RecordingView recording) {

    /**
     * How the recording of the call stands.
     *
     * @param state {@code off}, {@code pending}, {@code on} or {@code paused}
     * @param paused media that are kept from the disk: {@code audio}, {@code video}
     */
    record RecordingView(String state, Instant since, List<String> paused, List<OrderView> recordings) {}

    /**
     * One recording.
     *
     * @param phase {@code pending}, {@code running} or {@code stopped}
     * @param userId the owner; absent when it belongs to the tenant as a whole
     * @param startedBy the user who started it during the call
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OrderView(
            RecordingId recordingId,
            TenantId tenantId,
            @Nullable UserId userId,
            String phase,
            MediaFormat format,
            @Nullable String label,
            @Nullable String mediaName,
            @Nullable UserId startedBy) {

        static OrderView of(RecordingBoard.Recording one) {
            return new OrderView(
                    one.order().recordingId(),
                    one.order().tenantId(),
                    one.order().userId(),
                    text(one.phase()),
                    one.order().format(),
                    one.order().label(),
                    one.order().mediaName(),
                    one.by());
        }
    }

    static CallView of(LiveCall call) {
        RecordingBoard board = call.board();
        return new CallView(
                call.session(),
                call.tenant(),
                call.direction(),
                call.caller(),
                call.callee(),
                text(call.state()),
                call.startedAt(),
                call.since(),
                new RecordingView(
                        text(board.state()),
                        call.recordingSince(),
                        board.held().stream().sorted().map(CallView::text).toList(),
                        board.recordings().stream()
                                .filter(one -> one.order().tenantId().equals(call.tenant())) // nobody else's business
                                .map(OrderView::of)
                                .toList()));
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
