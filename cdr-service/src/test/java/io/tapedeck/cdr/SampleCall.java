package io.tapedeck.cdr;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.CallEvent.CallAnswered;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallEvent.CallStarted;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingDiscarded;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingFailed;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.contracts.recordings.SoundFigures;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call of one minute from 1001 to 1002 that is recorded, and all that is told of it. Rings after one second, is answered
 * after three, ends after 63.
 */
public record SampleCall(
        SessionId session, TenantId tenant, CaptureId capture, RecordingId recording, Instant startedAt) {

    public static final Instant MORNING = Instant.parse("2030-01-07T09:00:00Z");

    public static SampleCall fresh() {
        return at(MORNING);
    }

    public static SampleCall at(Instant startedAt) {
        return new SampleCall(
                new SessionId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                new CaptureId(UUID.randomUUID()),
                new RecordingId(UUID.randomUUID()),
                startedAt);
    }

    public Instant endsAt() {
        return startedAt.plusSeconds(63);
    }

    public CallEvent started() {
        return new CallStarted(record(1, null, null, null));
    }

    public CallEvent answered() {
        return new CallAnswered(record(2, startedAt.plusSeconds(3), null, null));
    }

    public CallEvent ended() {
        return new CallEnded(record(3, startedAt.plusSeconds(3), endsAt(), EndedReason.CALLER_DISCONNECT));
    }

    public CallEvent cancelled() {
        return new CallEnded(record(3, null, startedAt.plusSeconds(9), EndedReason.CANCELLED));
    }

    public CaptureStarted captureStarted() {
        return new CaptureStarted(capture, session, "node-a", startedAt.plusSeconds(3), List.of(order()));
    }

    public CaptureSealed captureSealed() {
        return captureSealed(SealReason.CALL_ENDED, false, endsAt());
    }

    public CaptureSealed captureSealed(SealReason reason, boolean recovered, Instant endedAt) {
        return new CaptureSealed(
                capture,
                session,
                "node-a",
                tenant,
                "call-id@192.0.2.1",
                caller(),
                callee(),
                startedAt.plusSeconds(3),
                endedAt,
                endedAt.plusMillis(40),
                reason,
                recovered,
                0,
                new RawFile(URI.create("file:///spool/media.pcapng"), 1000, "00"),
                List.of(),
                List.of(),
                List.of(order()));
    }

    public RecordingReady ready() {
        return new RecordingReady(
                recording,
                session,
                capture,
                tenant,
                null,
                startedAt.plusSeconds(3),
                Duration.ofSeconds(60),
                media(),
                false,
                null,
                endsAt().plusMillis(400));
    }

    /** Each party in a file of its own, with wave form and figures. */
    public RecordingReady readySplit() {
        return new RecordingReady(
                recording,
                session,
                capture,
                tenant,
                null,
                startedAt.plusSeconds(3),
                Duration.ofSeconds(60),
                media(),
                false,
                null,
                endsAt().plusMillis(500),
                new MediaFile("2030/01/07/a.callee.wav", MediaFormat.WAV, ChannelLayout.SPLIT, 960_044, "cd", 8000, 1),
                "2030/01/07/a.peaks.json",
                new SoundFigures(-18.2, -3.1, 0.45, 0.38));
    }

    /** The caller has pressed 1 while it was recorded, and 2 and 3 when it was not. */
    public CaptureSealed captureSealedWithKeys() {
        CaptureSealed plain = captureSealed();
        Instant from = startedAt.plusSeconds(10);
        return new CaptureSealed(
                capture,
                session,
                plain.node(),
                tenant,
                plain.callId(),
                plain.caller(),
                plain.callee(),
                plain.startedAt(),
                plain.endedAt(),
                plain.sealedAt(),
                plain.reason(),
                false,
                0,
                plain.raw(),
                List.of(),
                List.of(
                        new OrderedInterval(recording, from, from.plusSeconds(10), false),
                        new OrderedInterval(recording, from.plusSeconds(10), from.plusSeconds(20), true)),
                plain.orders(),
                List.of(),
                Map.of(),
                List.of(key("1", from.plusSeconds(1)), key("2", from.plusSeconds(11)), key("3", from.plusSeconds(21))));
    }

    public static PressedKey key(String key, Instant at) {
        return new PressedKey(Side.CALLER, at, Duration.ofMillis(100), key, PressedKey.Source.RTP);
    }

    public RecordingFailed failed() {
        return new RecordingFailed(
                recording,
                session,
                capture,
                tenant,
                null,
                FailureCode.RAW_DAMAGED,
                "The checksum differs.",
                Responsible.OPERATOR,
                endsAt().plusMillis(300));
    }

    public RecordingDiscarded discarded() {
        return new RecordingDiscarded(recording, session, capture, "Too short.", endsAt().plusMillis(300));
    }

    public RecordingOrder order() {
        return new RecordingOrder(recording, tenant, null, MediaFormat.WAV, ChannelLayout.STEREO, null);
    }

    public static MediaFile media() {
        return new MediaFile("2030/01/07/a.wav", MediaFormat.WAV, ChannelLayout.STEREO, 1_920_044, "ab", 8000, 2);
    }

    public CallRecord record(
            int revision, @Nullable Instant answeredAt, @Nullable Instant endedAt, @Nullable EndedReason reason) {
        return new CallRecord(
                session,
                revision,
                tenant,
                "Acme",
                "call-id@192.0.2.1",
                Direction.INTERNAL,
                caller(),
                callee(),
                "",
                "",
                "",
                startedAt,
                startedAt.plusSeconds(1),
                answeredAt,
                endedAt,
                reason,
                0,
                "",
                List.of(target(answeredAt, endedAt, reason)),
                List.of(order()));
    }

    private CallTarget target(@Nullable Instant answeredAt, @Nullable Instant endedAt, @Nullable EndedReason reason) {
        return new CallTarget(
                1,
                CallType.NORMAL_CALL,
                "1001",
                "1002",
                "sip:1002@192.0.2.7:5060",
                "",
                "",
                startedAt,
                startedAt.plusSeconds(1),
                answeredAt,
                endedAt,
                reason,
                0);
    }

    private static Party caller() {
        return new Party(Party.Network.ONNET, "1001", "Ada", "acme.example", null, null, null);
    }

    private static Party callee() {
        return new Party(Party.Network.ONNET, "1002", "", "acme.example", null, null, null);
    }
}
