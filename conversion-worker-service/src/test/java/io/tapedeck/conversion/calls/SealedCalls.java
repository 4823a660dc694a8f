package io.tapedeck.conversion.calls;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.conversion.workspace.Checksum;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Sealed captures as the capture service announces them. */
public final class SealedCalls {

    public static final Instant STARTED = Instant.parse("2030-01-07T09:00:00Z");

    private SealedCalls() {}

    public static RecordingOrder order(MediaFormat format, ChannelLayout layout) {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                null,
                format,
                layout,
                URI.create("http://127.0.0.1/put"));
    }

    /** The same for another owner, who wants no recording in which less is heard. */
    public static RecordingOrder longerThan(int seconds, RecordingOrder order) {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                order.tenantId(),
                null,
                order.format(),
                order.layout(),
                null,
                null,
                null,
                false,
                seconds,
                null);
    }

    public static RawFile raw(Path file) throws IOException {
        Checksum checksum = Checksum.of(file);
        return new RawFile(file.toUri(), checksum.bytes(), checksum.sha256());
    }

    /** A call that each order has from beginning to end. */
    public static CaptureSealed sealed(Duration duration, RawFile raw, RecordingOrder... orders) {
        return sealed(RawCall.G711, duration, raw, intervals(duration, orders), orders);
    }

    public static CaptureSealed sealed(
            List<MediaStream> streams,
            Duration duration,
            RawFile raw,
            List<OrderedInterval> intervals,
            RecordingOrder... orders) {
        Instant ended = STARTED.plus(duration);
        return new CaptureSealed(
                new CaptureId(UUID.randomUUID()),
                new SessionId(UUID.randomUUID()),
                "node-a",
                orders.length == 0 ? null : orders[0].tenantId(),
                "call-1@phone",
                Party.offnet("1001"),
                Party.offnet("1002"),
                STARTED,
                ended,
                ended,
                SealReason.CALL_ENDED,
                false,
                0,
                raw,
                streams,
                intervals,
                List.of(orders));
    }

    private static List<OrderedInterval> intervals(Duration duration, RecordingOrder... orders) {
        return List.of(orders).stream()
                .map(order -> new OrderedInterval(order.recordingId(), STARTED, STARTED.plus(duration), false))
                .toList();
    }
}
