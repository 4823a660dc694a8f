package io.tapedeck.capture.session;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MeasuredStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a capture is at one moment; the manifest says the same.
 *
 * @param endedAt null while it goes on
 * @param reason null while it goes on
 * @param droppedPackets that the ring had no room for
 * @param intervals that are over
 * @param openIntervals that go on
 * @param measured how the streams arrived so far
 * @param metadata what the controller said about the call besides its parties and tenant
 * @param keys what was pressed so far, as far as it may be told
 * @param masked what is to be in no recording
 */
public record CaptureDescription(
        CaptureId captureId,
        SessionId sessionId,
        String node,
        @Nullable TenantId tenantId,
        String callId,
        Party caller,
        Party callee,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable SealReason reason,
        long droppedPackets,
        List<StreamDescription> streams,
        List<SignalledSdp> sdps,
        List<RecordingOrder> orders,
        List<OrderedInterval> intervals,
        List<OpenInterval> openIntervals,
        List<MeasuredStream> measured,
        Map<String, String> metadata,
        List<PressedKey> keys,
        List<MaskedSpan> masked) {

    public CaptureDescription {
        streams = List.copyOf(streams);
        sdps = List.copyOf(sdps);
        orders = List.copyOf(orders);
        intervals = List.copyOf(intervals);
        openIntervals = List.copyOf(openIntervals);
        // older manifests have none of these
        measured = measured == null ? List.of() : List.copyOf(measured);
        metadata = metadata == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metadata));
        keys = keys == null ? List.of() : List.copyOf(keys);
        masked = masked == null ? List.of() : List.copyOf(masked);
    }

    /** The same with what the disk lost as well. */
    public CaptureDescription plusDropped(long packets) {
        return new CaptureDescription(
                captureId,
                sessionId,
                node,
                tenantId,
                callId,
                caller,
                callee,
                startedAt,
                endedAt,
                reason,
                droppedPackets + packets,
                streams,
                sdps,
                orders,
                intervals,
                openIntervals,
                measured,
                metadata,
                keys,
                masked);
    }

    /** The same, ended by recovery; open intervals end with it. */
    public CaptureDescription recoveredAt(Instant end) {
        List<OrderedInterval> all = new ArrayList<>(intervals);
        openIntervals.forEach(interval -> all.add(interval.closedAt(end)));
        return new CaptureDescription(
                captureId,
                sessionId,
                node,
                tenantId,
                callId,
                caller,
                callee,
                startedAt,
                end,
                SealReason.RECOVERED,
                droppedPackets,
                streams,
                sdps,
                orders,
                all,
                List.of(),
                measured,
                metadata,
                keys,
                masked);
    }

    /** An interval without its end. */
    public record OpenInterval(RecordingId recordingId, Instant from, boolean paused) {

        public OrderedInterval closedAt(Instant to) {
            return new OrderedInterval(recordingId, from, to.isBefore(from) ? from : to, paused);
        }
    }

    /** A session description as a party sent it. */
    public record SignalledSdp(Instant at, Side side, boolean offer, String text) {}
}
