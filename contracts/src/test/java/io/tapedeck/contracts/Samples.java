package io.tapedeck.contracts;

import io.tapedeck.contracts.calls.CallEvent.CallAnswered;
import io.tapedeck.contracts.calls.CallEvent.CallChanged;
import io.tapedeck.contracts.calls.CallEvent.CallEnded;
import io.tapedeck.contracts.calls.CallEvent.CallStarted;
import io.tapedeck.contracts.calls.CallRecord;
import io.tapedeck.contracts.calls.CallTarget;
import io.tapedeck.contracts.calls.CallType;
import io.tapedeck.contracts.calls.Direction;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import io.tapedeck.contracts.captures.MaskedSpan;
import io.tapedeck.contracts.captures.MeasuredStream;
import io.tapedeck.contracts.captures.MeasuredStream.OpinionScore;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.contracts.captures.PressedKey;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.contracts.captures.SealReason;
import io.tapedeck.contracts.cdrs.Cdr;
import io.tapedeck.contracts.cdrs.CdrEvent.CdrCompleted;
import io.tapedeck.contracts.cdrs.CdrEvent.CdrUpdated;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliveryFailed;
import io.tapedeck.contracts.deliveries.DeliveryEvent.DeliverySucceeded;
import io.tapedeck.contracts.directory.AnnouncementRules;
import io.tapedeck.contracts.directory.BeepRules;
import io.tapedeck.contracts.directory.CallerRecordingRules;
import io.tapedeck.contracts.directory.CodecRules;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.OutgoingMode;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.contracts.directory.Unanswered;
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
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One event of each kind, by the place of its golden file: {@code <topic>/<Event>.json}. */
final class Samples {

    static final Instant NINE = Instant.parse("2030-01-07T09:00:00Z");
    private static final Instant ANSWERED = NINE.plusMillis(4_250);
    private static final Instant ENDED = NINE.plusSeconds(64);
    private static final SessionId SESSION = new SessionId(id(1));
    private static final CaptureId CAPTURE = new CaptureId(id(2));
    private static final RecordingId RECORDING = new RecordingId(id(3));
    private static final TenantId TENANT = new TenantId(id(4));
    private static final UserId USER = new UserId(id(5));
    private static final DeviceId DEVICE = new DeviceId(id(6));
    private static final TrunkId TRUNK = new TrunkId(id(7));
    private static final String SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final Party ANN = new Party(Party.Network.ONNET, "1001", "Ann", "acme.example", USER, DEVICE, null);
    private static final Party OUTSIDE =
            new Party(Party.Network.OFFNET, "4930123456", "", "carrier.example", null, null, TRUNK);
    private static final RecordingOrder ORDER = new RecordingOrder(
            RECORDING, TENANT, USER, MediaFormat.WAV, ChannelLayout.STEREO, URI.create("https://archive.example/in"));

    private Samples() {}

    static Map<String, Object> byFile() {
        var samples = new TreeMap<String, Object>();
        samples.put("calls/CallStarted", new CallStarted(call(1, null, null, null)));
        samples.put("calls/CallChanged", new CallChanged(call(2, null, null, null)));
        samples.put("calls/CallControlled", new CallChanged(controlled()));
        samples.put("calls/CallAnswered", new CallAnswered(call(3, ANSWERED, null, null)));
        samples.put("calls/CallEnded", new CallEnded(call(4, ANSWERED, ENDED, EndedReason.CALLER_DISCONNECT)));
        samples.put(
                "captures/CaptureStarted", new CaptureStarted(CAPTURE, SESSION, "capture-1", ANSWERED, List.of(ORDER)));
        samples.put("captures/CaptureSealed", sealed());
        samples.put(
                "captures/CaptureSealedMasked",
                sealed(new MaskedSpan(Side.CALLEE, ANSWERED.plusSeconds(5), ANSWERED.plusMillis(5_360))));
        samples.put("recordings/RecordingReady", ready());
        samples.put("recordings/RecordingReadySplit", readyInTwoFiles());
        samples.put(
                "recordings/RecordingFailed",
                new RecordingFailed(
                        RECORDING,
                        SESSION,
                        CAPTURE,
                        TENANT,
                        USER,
                        FailureCode.CODEC_UNSUPPORTED,
                        "The call used EVS, for which there is no decoder.",
                        Responsible.US,
                        ENDED.plusSeconds(1)));
        samples.put(
                "recordings/RecordingDiscarded",
                new RecordingDiscarded(RECORDING, SESSION, CAPTURE, "shorter than 5 s", ENDED.plusSeconds(1)));
        samples.put("cdrs/CdrCompleted", new CdrCompleted(cdr(RecordingState.CONVERTING, 0)));
        samples.put("cdrs/CdrUpdated", new CdrUpdated(cdr(RecordingState.READY, 59_750)));
        samples.put(
                "deliveries/DeliverySucceeded",
                new DeliverySucceeded(
                        RECORDING, TENANT, URI.create("https://archive.example/in/x.wav"), 2, ENDED.plusSeconds(9)));
        samples.put(
                "deliveries/DeliveryFailed",
                new DeliveryFailed(
                        RECORDING,
                        TENANT,
                        URI.create("https://archive.example/in/x.wav"),
                        1,
                        "The archive refused the file: 403 Forbidden.",
                        Responsible.OPERATOR,
                        ENDED.plusSeconds(9)));
        samples.putAll(directory());
        return samples;
    }

    private static Map<String, Object> directory() {
        var samples = new TreeMap<String, Object>();
        samples.put(
                "directory/Tenant",
                new DirectoryEvent.Tenant(TENANT, "Acme", "acme.example", true, RecordingSettings.DEFAULT));
        samples.put(
                "directory/User", new DirectoryEvent.User(USER, TENANT, "1001", "Ann", List.of("4930987654"), true));
        samples.put(
                "directory/Device",
                new DirectoryEvent.Device(
                        DEVICE, TENANT, USER, "desk", "ann-desk", "0".repeat(32), "0".repeat(64), true));
        samples.put(
                "directory/Trunk",
                new DirectoryEvent.Trunk(
                        TRUNK,
                        null,
                        "Carrier",
                        "sip.carrier.example",
                        0,
                        "udp",
                        List.of("192.0.2.0/24"),
                        List.of("", "49"),
                        "acme",
                        "secret",
                        true));
        samples.put("directory/Team", new DirectoryEvent.Team(new TeamId(id(8)), TENANT, "Sales", List.of(USER)));
        samples.put(
                "directory/Rules", new DirectoryEvent.Rules(id(9), RecordingLevel.TENANT, TENANT.value(), 3, rules()));
        samples.put(
                "directory/Announcement",
                new DirectoryEvent.Announcement(
                        new AnnouncementId(id(10)), TENANT, "Greeting", "a".repeat(64), "T2dnUw=="));
        samples.put(
                "directory/CallForwarding",
                new DirectoryEvent.CallForwarding(
                        id(12),
                        TENANT,
                        new UserId(id(5)),
                        1,
                        new ForwardingRules(
                                null,
                                ForwardingRules.Destination.to(new UserId(id(6))),
                                new ForwardingRules.Destination(null, "+4930123456", 15),
                                null)));
        samples.put(
                "directory/RulesOfSound",
                new DirectoryEvent.Rules(id(11), RecordingLevel.TENANT, TENANT.value(), 1, rulesOfSound()));
        samples.put(
                "directory/RulesOfControl",
                new DirectoryEvent.Rules(id(12), RecordingLevel.USER, USER.value(), 1, rulesOfControl()));
        return samples;
    }

    private static RecordingRules rulesOfControl() {
        var rule = new RecordingRule(true, null, null, null, null, 60, false, true, true);
        return new RecordingRules(
                null,
                null,
                new LegRules(null, null, rule),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                new FeatureCodes("*1", null, "", null),
                30,
                null);
    }

    private static RecordingRules rulesOfSound() {
        return new RecordingRules(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new AnnouncementRules(true, true, false, false, PromptLanguage.UKRAINIAN, new AnnouncementId(id(10))),
                new BeepRules(15),
                OutgoingMode.ASK,
                Unanswered.RECORD,
                new CallerRecordingRules(
                        true,
                        "*55",
                        MediaFormat.MP3,
                        URI.create("https://archive.example/in"),
                        DeliveryMethod.POST,
                        120,
                        5),
                null,
                null,
                null,
                new CodecRules(List.of("opus", "G722", "PCMA"), true));
    }

    private static RecordingRules rules() {
        var mp3 = RecordingRule.of(true, MediaFormat.MP3, URI.create("https://archive.example/in"));
        return new RecordingRules(
                new LegRules(mp3, RecordingRule.enabled(false), null),
                null,
                new LegRules(null, null, RecordingRule.enabled(true)),
                ChannelLayout.MONO,
                RecordingOrder.Pauses.CUT,
                true,
                null,
                null,
                false,
                20,
                null);
    }

    private static CallRecord call(
            int revision, @Nullable Instant answered, @Nullable Instant ended, @Nullable EndedReason reason) {
        var target = new CallTarget(
                1,
                CallType.NORMAL_CALL,
                "1001",
                "4930123456",
                "sip:4930123456@sip.carrier.example",
                "Carrier",
                "1001",
                NINE,
                NINE.plusSeconds(1),
                answered,
                ended,
                reason,
                0);
        return new CallRecord(
                SESSION,
                revision,
                TENANT,
                "Acme",
                "3848276298220188511@192.0.2.4",
                Direction.OUT,
                ANN,
                OUTSIDE,
                "",
                "1001",
                "Carrier",
                NINE,
                NINE.plusSeconds(1),
                answered,
                ended,
                reason,
                0,
                "",
                List.of(target),
                List.of(ORDER));
    }

    /** A user started a recording and somebody who may not wanted to stop it. */
    private static CallRecord controlled() {
        CallRecord call = call(4, ANSWERED, null, null);
        var demanded = new RecordingOrder(
                RECORDING,
                TENANT,
                USER,
                MediaFormat.MP3,
                ChannelLayout.MONO,
                null,
                16_000,
                RecordingOrder.Pauses.CUT,
                true,
                2,
                3_600,
                RecordingOrder.Start.DEMAND,
                "Complaint",
                "complaint-17");
        return new CallRecord(
                SESSION,
                4,
                TENANT,
                call.tenantName(),
                call.callId(),
                call.direction(),
                ANN,
                OUTSIDE,
                "",
                "1001",
                "Carrier",
                NINE,
                call.ringingAt(),
                ANSWERED,
                null,
                null,
                0,
                "",
                List.of(),
                List.of(demanded),
                List.of(
                        new TimelineEntry(
                                ANSWERED.plusSeconds(3),
                                "recording.start",
                                USER.toString(),
                                TimelineEntry.Means.DTMF,
                                TimelineEntry.Result.DONE),
                        new TimelineEntry(
                                ANSWERED.plusSeconds(4),
                                "recording.pause.audio",
                                null,
                                TimelineEntry.Means.RULES,
                                TimelineEntry.Result.FORBIDDEN)));
    }

    private static CaptureSealed sealed(MaskedSpan... masked) {
        return sealed(List.of(masked));
    }

    private static CaptureSealed sealed(List<MaskedSpan> masked) {
        var pcmu = new PayloadFormat(0, "PCMU", 8_000, 1, "");
        var event = new PayloadFormat(101, "TELEPHONE-EVENT", 8_000, 1, "0-16");
        return new CaptureSealed(
                CAPTURE,
                SESSION,
                "capture-1",
                TENANT,
                "3848276298220188511@192.0.2.4",
                ANN,
                OUTSIDE,
                ANSWERED,
                ENDED,
                ENDED.plusMillis(80),
                SealReason.CALL_ENDED,
                false,
                0,
                new RawFile(URI.create("file:///var/spool/tapedeck/x/media.pcapng"), 1_296_044, SHA256),
                List.of(
                        new MediaStream(0, Side.CALLER, "audio", 0, Component.RTP, List.of(pcmu, event)),
                        new MediaStream(1, Side.CALLEE, "audio", 0, Component.RTP, List.of(pcmu))),
                List.of(new OrderedInterval(RECORDING, ANSWERED, ENDED, false)),
                List.of(ORDER),
                List.of(measured()),
                Map.of("account", "4711"),
                List.of(new PressedKey(
                        Side.CALLER, ANSWERED.plusSeconds(9), Duration.ofMillis(160), "5", PressedKey.Source.RTP)),
                masked);
    }

    private static MeasuredStream measured() {
        return new MeasuredStream(
                Side.CALLER,
                0,
                ANSWERED,
                ENDED,
                2_985,
                513_420,
                2_988,
                3,
                1,
                0,
                0,
                0,
                0,
                Duration.ofMillis(41),
                Duration.ofNanos(1_250_000),
                Duration.ofMillis(38),
                new OpinionScore(4.25, 4, 4.5, 11),
                2L);
    }

    private static RecordingReady ready() {
        var media = new MediaFile(
                "0199a000-0000-7000-8000-000000000004/2030/01/07/0199a000-0000-7000-8000-000000000003.wav",
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                1_912_044,
                SHA256,
                8_000,
                2);
        return new RecordingReady(
                RECORDING,
                SESSION,
                CAPTURE,
                TENANT,
                USER,
                ANSWERED,
                Duration.between(ANSWERED, ENDED),
                media,
                false,
                ORDER.deliverTo(),
                ENDED.plusMillis(300));
    }

    private static RecordingReady readyInTwoFiles() {
        String recording = "0199a000-0000-7000-8000-000000000004/2030/01/07/0199a000-0000-7000-8000-000000000003";
        return new RecordingReady(
                RECORDING,
                SESSION,
                CAPTURE,
                TENANT,
                null,
                ANSWERED,
                Duration.between(ANSWERED, ENDED),
                flac(recording + ".caller.flac"),
                false,
                null,
                ENDED.plusMillis(300),
                flac(recording + ".callee.flac"),
                recording + ".peaks.json",
                new SoundFigures(-23.4, -3.1, 0.412, 0.375));
    }

    private static MediaFile flac(String key) {
        return new MediaFile(key, MediaFormat.FLAC, ChannelLayout.SPLIT, 401_220, SHA256, 8_000, 1);
    }

    private static Cdr cdr(RecordingState state, long durationMillis) {
        var target = new Cdr.Target(
                1,
                CallType.NORMAL_CALL,
                "1001",
                "4930123456",
                "sip:4930123456@sip.carrier.example",
                "Carrier",
                NINE.getEpochSecond(),
                NINE.getEpochSecond() + 1,
                ANSWERED.getEpochSecond(),
                ENDED.getEpochSecond(),
                EndedReason.CALLER_DISCONNECT,
                0,
                "1001");
        return new Cdr(
                "call_cdr",
                TENANT,
                "Acme",
                SESSION,
                "3848276298220188511@192.0.2.4",
                "1001",
                "Ann",
                "acme.example",
                "4930123456",
                "carrier.example",
                "",
                "1001",
                Direction.OUT,
                "Carrier",
                NINE.getEpochSecond(),
                NINE.getEpochSecond() + 1,
                ANSWERED.getEpochSecond(),
                ENDED.getEpochSecond(),
                EndedReason.CALLER_DISCONNECT,
                0,
                "",
                List.of(target),
                List.of(new Cdr.Recording(RECORDING, state, MediaFormat.WAV, durationMillis)),
                List.of());
    }

    static UUID id(int number) {
        return new UUID(0x0199a00000007000L, 0x8000000000000000L + number);
    }
}
