package io.tapedeck.capture.control;

import io.tapedeck.capture.session.CallEvent.RecordingRefused;
import io.tapedeck.capture.session.CallEvents;
import io.tapedeck.capture.session.CaptureSession;
import io.tapedeck.capture.session.SpareRoom;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Starts recordings, but for optional ones when the disk is nearly full. What goes on already goes on; mandatory ones
 * are taken to the last byte.
 */
public final class Admission {

    static final String REASON = "The disk is nearly full";

    private static final String OPTIONAL = "optional recording";

    private final SpareRoom room;
    private final CallEvents events;
    private final InstantSource clock;
    private final LongAdder refused = new LongAdder();

    Admission(SpareRoom room, CallEvents events, InstantSource clock) {
        this.room = room;
        this.events = events;
        this.clock = clock;
    }

    /** Optional recordings that were not begun. */
    public long refused() {
        return refused.sum();
    }

    /**
     * @param orders of our proxy; without any nothing happens
     * @return the reply, with a warning when some were refused
     */
    NgDictionary start(CaptureSession session, List<RecordingOrder> orders, NgDictionary reply) {
        List<RecordingOrder> left = orders.stream()
                .filter(order -> order.optional() && !session.hasOrder(order.recordingId()))
                .toList();
        if (left.isEmpty() || room.takesOptional()) {
            startThose(session, orders);
            return reply;
        }
        startThose(
                session, orders.stream().filter(order -> !left.contains(order)).toList());
        return refused(
                session,
                left.size(),
                withIds(reply, left.stream().map(RecordingOrder::recordingId).toList()));
    }

    private static void startThose(CaptureSession session, List<RecordingOrder> orders) {
        if (!orders.isEmpty()) {
            session.startRecording(orders);
        }
    }

    /** For a controller that knows no orders; mandatory unless its flag {@code optional recording} says otherwise. */
    NgDictionary startForeign(CaptureSession session, NgRequest request, Identities identities, NgDictionary reply) {
        boolean optional = request.flag(OPTIONAL);
        if (optional && !room.takesOptional()) {
            return refused(session, 1, reply);
        }
        session.startRecording(identities.orderFor(session.identity(), optional));
        return reply;
    }

    private NgDictionary refused(CaptureSession session, int recordings, NgDictionary reply) {
        refused.add(recordings);
        events.happened(new RecordingRefused(session.callId(), clock.instant(), recordings));
        return NgReplies.warned(reply, REASON + ": " + recordings + " optional recordings are refused");
    }

    private static NgDictionary withIds(NgDictionary reply, List<RecordingId> ids) {
        Map<String, NgValue> entries = new LinkedHashMap<>(reply.entries());
        entries.put(
                "tapedeck",
                new NgDictionary(Map.of(
                        "refused",
                        NgReplies.list(ids.stream()
                                .map(id -> NgReplies.text(id.toString()))
                                .toList()))));
        return new NgDictionary(entries);
    }
}
