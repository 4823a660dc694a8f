package io.tapedeck.contracts.captures;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What happened to one capture on the disk of a capture node. */
public sealed interface CaptureEvent {

    CaptureId captureId();

    SessionId sessionId();

    /** The manifest is on disk and packets are being kept. */
    @JsonTypeName("tapedeck.captures.CaptureStarted.v1")
    record CaptureStarted(
            CaptureId captureId, SessionId sessionId, String node, Instant startedAt, List<RecordingOrder> orders)
            implements CaptureEvent {

        public CaptureStarted {
            orders = List.copyOf(orders);
        }
    }

    /**
     * The raw file is closed, synced and checksummed; its bytes will not change again. Carries all that a conversion
     * needs.
     *
     * @param tenantId from the orders or the controller's metadata; null for a foreign controller that named none
     * @param recovered sealed by recovery after a crash, not by the end of the call
     * @param startedAt when recording first started: time zero of the session's clock
     * @param endedAt when the last interval ended
     * @param droppedPackets packets that were relayed but could not be written
     * @param measured how the streams arrived; for a recovered capture as far as it was known
     * @param metadata what the controller said about the call besides its parties and tenant
     * @param keys what was pressed; for a recovered capture as far as it was known
     * @param masked what is in the raw file, but in no recording
     */
    @JsonTypeName("tapedeck.captures.CaptureSealed.v1")
    record CaptureSealed(
            CaptureId captureId,
            SessionId sessionId,
            String node,
            @Nullable TenantId tenantId,
            String callId,
            Party caller,
            Party callee,
            Instant startedAt,
            Instant endedAt,
            Instant sealedAt,
            SealReason reason,
            boolean recovered,
            long droppedPackets,
            RawFile raw,
            List<MediaStream> streams,
            List<OrderedInterval> intervals,
            List<RecordingOrder> orders,
            List<MeasuredStream> measured,
            Map<String, String> metadata,
            List<PressedKey> keys,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MaskedSpan> masked)
            implements CaptureEvent {

        public CaptureSealed {
            streams = List.copyOf(streams);
            intervals = List.copyOf(intervals);
            orders = List.copyOf(orders);
            // older events have none of these
            measured = measured == null ? List.of() : List.copyOf(measured);
            metadata = metadata == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
            keys = keys == null ? List.of() : List.copyOf(keys);
            masked = masked == null ? List.of() : List.copyOf(masked);
        }

        /** A capture of which all of it is to be heard. */
        public CaptureSealed(
                CaptureId captureId,
                SessionId sessionId,
                String node,
                @Nullable TenantId tenantId,
                String callId,
                Party caller,
                Party callee,
                Instant startedAt,
                Instant endedAt,
                Instant sealedAt,
                SealReason reason,
                boolean recovered,
                long droppedPackets,
                RawFile raw,
                List<MediaStream> streams,
                List<OrderedInterval> intervals,
                List<RecordingOrder> orders,
                List<MeasuredStream> measured,
                Map<String, String> metadata,
                List<PressedKey> keys) {
            this(
                    captureId,
                    sessionId,
                    node,
                    tenantId,
                    callId,
                    caller,
                    callee,
                    startedAt,
                    endedAt,
                    sealedAt,
                    reason,
                    recovered,
                    droppedPackets,
                    raw,
                    streams,
                    intervals,
                    orders,
                    measured,
                    metadata,
                    keys,
                    List.of());
        }

        /** A capture of which nothing was measured, said or pressed. */
        public CaptureSealed(
                CaptureId captureId,
                SessionId sessionId,
                String node,
                @Nullable TenantId tenantId,
                String callId,
                Party caller,
                Party callee,
                Instant startedAt,
                Instant endedAt,
                Instant sealedAt,
                SealReason reason,
                boolean recovered,
                long droppedPackets,
                RawFile raw,
                List<MediaStream> streams,
                List<OrderedInterval> intervals,
                List<RecordingOrder> orders) {
            this(
                    captureId,
                    sessionId,
                    node,
                    tenantId,
                    callId,
                    caller,
                    callee,
                    startedAt,
                    endedAt,
                    sealedAt,
                    reason,
                    recovered,
                    droppedPackets,
                    raw,
                    streams,
                    intervals,
                    orders,
                    List.of(),
                    Map.of(),
                    List.of(),
                    List.of());
        }
    }
}
