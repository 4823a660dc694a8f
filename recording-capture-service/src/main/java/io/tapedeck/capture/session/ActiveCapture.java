package io.tapedeck.capture.session;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.MeasuredStream;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The capture of one call: its streams, its orders, its clock. Not thread-safe. */
final class ActiveCapture {

    /** A call in which keys never cease must not fill the memory. */
    private static final int MOST_KEYS = 1_000;

    private final CaptureId id;
    private final CaptureClock clock;
    private final SpooledCapture spooled;
    private final RecordingBook book = new RecordingBook();
    private final List<StreamDescription> streams = new ArrayList<>();
    private final Map<StreamKey, Integer> taps = new LinkedHashMap<>();
    /** What each of them consists of, by the names of SDP. */
    private final Map<StreamKey, String> media = new HashMap<>();
    /** Every one there ever was, by its number for the relay: whoever changes to and fro needs no more than two. */
    private final Map<Meaning, Integer> interfaces = new HashMap<>();

    private @Nullable Instant startedAt;
    private Instant lastSwitch;
    private RingPosition ringPosition = RingPosition.START;
    private long droppedPackets;
    private List<MeasuredStream> measured = List.of();
    private final Set<PressedKey> keys = new LinkedHashSet<>();
    private final MaskedKeys masked = new MaskedKeys();

    ActiveCapture(CaptureId id, CaptureClock clock, SpooledCapture spooled) {
        this.id = id;
        this.clock = clock;
        this.spooled = spooled;
        this.lastSwitch = clock.anchor();
    }

    CaptureId id() {
        return id;
    }

    RecordingBook book() {
        return book;
    }

    /**
     * Gives every agreed stream an interface in the raw file; one whose payload types or port changed gets another
     * one, which may be one that it had before. A stream that is no longer agreed is no longer kept.
     *
     * @return whether anything changed
     */
    boolean follow(List<StreamDescription> agreed) {
        Map<StreamKey, Integer> wanted = new LinkedHashMap<>();
        for (StreamDescription stream : agreed) {
            StreamKey key = keyOf(stream.stream());
            var meaning = new Meaning(key, stream.stream().payloads(), stream.local());
            media.put(key, stream.stream().media());
            wanted.put(key, interfaces.computeIfAbsent(meaning, _ -> add(stream)));
        }
        if (wanted.equals(taps)) {
            return false;
        }
        taps.clear();
        taps.putAll(wanted);
        return true;
    }

    private int add(StreamDescription stream) {
        MediaStream media = stream.stream();
        var numbered = new StreamDescription(
                new MediaStream(
                        streams.size(),
                        media.side(),
                        media.media(),
                        media.mediaIndex(),
                        media.component(),
                        media.payloads(),
                        media.origin()),
                stream.local(),
                stream.sdp());
        streams.add(numbered);
        return spooled.addStream(numbered);
    }

    private static StreamKey keyOf(MediaStream stream) {
        return new StreamKey(stream.side(), stream.mediaIndex(), stream.component(), stream.origin());
    }

    /**
     * @param held of this no packet is kept
     * @return from when on; exact to the packet
     */
    Instant keepPackets(RelayedCall relay, HeldMedia held) {
        Map<StreamKey, Integer> kept = new LinkedHashMap<>();
        taps.forEach((key, number) -> {
            if (!held.holds(media.getOrDefault(key, ""))) {
                kept.put(key, number);
            }
        });
        lastSwitch = clock.at(relay.keep(kept));
        if (startedAt == null) {
            startedAt = lastSwitch;
        }
        return lastSwitch;
    }

    /**
     * @param notAfter the end as far as it is known; packets that came later put it off; null for now
     * @return up to when packets were kept; exact to the packet
     */
    Instant withholdPackets(RelayedCall relay, @Nullable Instant notAfter) {
        Cut cut = relay.withhold();
        ringPosition = cut.ringPosition();
        droppedPackets += cut.droppedPackets();
        lastSwitch = notAfter == null ? clock.at(cut.nanoTime()) : end(cut, notAfter);
        return lastSwitch;
    }

    /** When the last order was stopped; without orders, when packets ceased to be kept. */
    Instant stoppedAt() {
        return book.closedIntervals().stream()
                .map(OrderedInterval::to)
                .reduce(lastSwitch, (a, b) -> a.isAfter(b) ? a : b);
    }

    private Instant end(Cut cut, Instant notAfter) {
        if (cut.lastPacketNanos() == Long.MIN_VALUE) {
            return notAfter;
        }
        Instant behindLastPacket = clock.at(cut.lastPacketNanos() + 1);
        return behindLastPacket.isAfter(notAfter) ? behindLastPacket : notAfter;
    }

    Instant at(long nanoTime) {
        return clock.at(nanoTime);
    }

    void start(List<RecordingOrder> orders, Instant at, HeldMedia held) {
        if (startedAt == null) {
            startedAt = at;
        }
        orders.forEach(order -> book.start(order, at, held));
    }

    /** The manifest tells it from its next writing on. */
    void measured(List<StreamStatistics> statistics) {
        measured = Measurements.of(statistics, clock);
    }

    /**
     * A key that was pressed while packets were kept.
     *
     * @return whether it is to be told, from the next description on
     */
    boolean keep(PressedKey key) {
        if (key.at().isBefore(lastSwitch)) {
            return false;
        }
        masked.pressed(key);
        return keys.size() < MOST_KEYS && keys.add(key);
    }

    /**
     * The last keys of that party were this code: nobody is to find them in a recording.
     *
     * @return whether any of them was
     */
    boolean mask(Side side, String code) {
        List<PressedKey> found = masked.mask(side, code);
        found.forEach(keys::remove);
        return !found.isEmpty();
    }

    void describe(CallIdentity identity, String node, CallMedia media) {
        spooled.describe(description(identity, node, media, null, null));
    }

    void seal(CallIdentity identity, String node, CallMedia media, SealReason reason, Instant end) {
        book.stopAll(end);
        spooled.seal(description(identity, node, media, end, reason), ringPosition);
    }

    private CaptureDescription description(
            CallIdentity identity,
            String node,
            CallMedia media,
            @Nullable Instant endedAt,
            @Nullable SealReason reason) {
        return new CaptureDescription(
                id,
                identity.sessionId(),
                node,
                identity.tenantId(),
                identity.sipCallId(),
                identity.caller(),
                identity.callee(),
                startedAt == null ? clock.anchor() : startedAt,
                endedAt,
                reason,
                droppedPackets,
                streams,
                media.sdps(),
                book.orders(),
                book.closedIntervals(),
                book.openIntervals(),
                measured,
                identity.metadata(),
                List.copyOf(keys),
                masked.spans());
    }

    /** What makes packets of a stream mean the same. */
    private record Meaning(StreamKey key, List<PayloadFormat> payloads, MediaAddress local) {}
}
