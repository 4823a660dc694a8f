package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureClock;
import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.session.CaptureDescription.OpenInterval;
import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Captures as a session would describe them. */
final class Descriptions {

    static final Instant START = Instant.parse("2030-01-07T09:00:00Z");
    static final CaptureClock CLOCK = new CaptureClock(START, 0);

    static final RecordingOrder ORDER = new RecordingOrder(
            new RecordingId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            null,
            MediaFormat.WAV,
            ChannelLayout.STEREO,
            null);

    static final StreamDescription CALLER = new StreamDescription(
            new MediaStream(
                    0, Side.CALLER, "audio", 0, Component.RTP, List.of(new PayloadFormat(8, "PCMA", 8_000, 1, ""))),
            new MediaAddress("127.0.0.1", 30_000),
            "v=0\r\n");

    private Descriptions() {}

    static CaptureId freshId() {
        return new CaptureId(UUID.randomUUID());
    }

    static CaptureDescription open(CaptureId id) {
        return description(id, null, null, List.of(), List.of(new OpenInterval(ORDER.recordingId(), START, false)));
    }

    static CaptureDescription ended(CaptureId id, Instant end) {
        var interval = new OrderedInterval(ORDER.recordingId(), START, end, false);
        return description(id, end, SealReason.CALL_ENDED, List.of(interval), List.of());
    }

    private static CaptureDescription description(
            CaptureId id,
            @Nullable Instant end,
            @Nullable SealReason reason,
            List<OrderedInterval> intervals,
            List<OpenInterval> open) {
        return new CaptureDescription(
                id,
                new SessionId(UUID.randomUUID()),
                "test",
                ORDER.tenantId(),
                "abc@phone",
                Party.offnet("1001"),
                Party.offnet("1002"),
                START,
                end,
                reason,
                0,
                List.of(CALLER),
                List.of(),
                List.of(ORDER),
                intervals,
                open,
                List.of(),
                Map.of(),
                List.of(),
                List.of());
    }
}
