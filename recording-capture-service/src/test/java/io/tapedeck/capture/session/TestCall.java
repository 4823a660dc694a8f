package io.tapedeck.capture.session;

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
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.sdp.SdpException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session between a relay and a disk that only remember what they were told; time passes when it is told to. */
final class TestCall {

    static final Instant NINE = Instant.parse("2030-01-07T09:00:00Z");

    final Relay relay = new Relay();
    final Disk disk = new Disk();
    final CaptureSession session;
    private Duration elapsed = Duration.ZERO;

    TestCall() {
        var rules = new SessionRules(
                "test", "192.0.2.1", Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofMillis(50), null);
        var identity = new CallIdentity(
                new SessionId(UUID.randomUUID()), "abc@phone", Party.offnet("1"), Party.offnet("2"), null, Map.of());
        InstantSource clock = () -> NINE.plus(elapsed);
        this.session = new CaptureSession(
                "call",
                identity,
                new CaptureSessions.Surroundings(
                        rules, _ -> relay, (_, _, _) -> disk, clock, () -> elapsed.toNanos(), new Random(1), _ -> {}));
    }

    static RecordingOrder order() {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                null,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null);
    }

    static String sdp(int port, String protocol, String formats) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "c=IN IP4 192.0.2.7",
                "t=0 0",
                "m=audio " + port + " " + protocol + " " + formats,
                "");
    }

    /** An offer of the caller and the callee's answer, with these payload types. */
    void negotiate(String formats) {
        offer("fA", "caller", sdp(4_000, "RTP/AVP", formats));
        answer("tB", "callee", sdp(5_000, "RTP/AVP", formats));
    }

    void offer(String tag, String label, String sdp) {
        try {
            session.offer(new MediaProposal(tag, null, label, sdp, null, SdpWishes.NONE, PlaceWishes.NONE));
        } catch (SdpException | OutOfPortsException e) {
            throw new AssertionError(e);
        }
    }

    void answer(String tag, String label, String sdp) {
        try {
            session.answer(new MediaProposal(tag, null, label, sdp, null, SdpWishes.NONE, PlaceWishes.NONE));
        } catch (SdpException | OutOfPortsException e) {
            throw new AssertionError(e);
        }
    }

    /** The answer of a controller in place of somebody. */
    void answerForNobody(String tag) {
        var wishes = new SdpWishes(
                Set.of(SdpWishes.Replacement.ZERO_ADDRESS), CodecWishes.NONE, Set.of(), null, null, Set.of());
        String sdp = sdp(9, "RTP/AVP", "8").replace("192.0.2.7", "0.0.0.0");
        try {
            session.answer(new MediaProposal(tag, null, "callee", sdp, null, wishes, PlaceWishes.NONE));
        } catch (SdpException | OutOfPortsException e) {
            throw new AssertionError(e);
        }
    }

    void pass(Duration time) {
        elapsed = elapsed.plus(time);
    }

    boolean isDue() {
        return session.isDue(elapsed.toNanos());
    }

    boolean keepsPackets() {
        return !relay.kept.isEmpty();
    }

    CaptureDescription described() {
        return Objects.requireNonNull(disk.described);
    }

    CaptureDescription sealed() {
        return Objects.requireNonNull(disk.sealed);
    }

    /** Relays nothing. */
    final class Relay implements RelayedCall {

        Map<StreamKey, Integer> kept = Map.of();
        private long lastPacketNanos = Long.MIN_VALUE;
        private int lines;
        final Map<StreamKey, Protection> protections = new HashMap<>();

        void packetArrives() {
            lastPacketNanos = elapsed.toNanos();
        }

        @Override
        public LinePorts addLine(int mediaIndex, MediaPlace towardsCaller, MediaPlace towardsCallee) {
            int first = 30_000 + 4 * lines++;
            return new LinePorts(new MediaAddress("192.0.2.1", first), new MediaAddress("192.0.2.1", first + 2));
        }

        @Override
        public void removeLine(int mediaIndex) {
            // nothing is open
        }

        @Override
        public void carry(int mediaIndex, boolean rtp) {
            // nothing arrives
        }

        @Override
        public void multiplex(int mediaIndex, Side side, boolean multiplexed) {
            // nothing is sent
        }

        @Override
        public void aim(int mediaIndex, Side side, Aim aim) {
            // nothing is sent
        }

        @Override
        public void protect(int mediaIndex, Side sender, Protection protection) {
            protections.put(new StreamKey(sender, mediaIndex, Component.RTP), protection);
        }

        @Override
        public void agree(List<MediaStream> streams) {
            // nothing is measured
        }

        @Override
        public MediaAddress openCopy(int copy) {
            return new MediaAddress("192.0.2.1", 31_000 + 2 * copy);
        }

        @Override
        public void copy(int copy, int mediaIndex, Side side, MediaAddress rtp, MediaAddress rtcp) {
            // nothing is sent
        }

        @Override
        public void closeCopy(int copy) {
            // nothing is open
        }

        @Override
        public long keep(Map<StreamKey, Integer> taps) {
            kept = taps;
            return elapsed.toNanos();
        }

        @Override
        public Cut withhold() {
            kept = Map.of();
            return new Cut(elapsed.toNanos(), Long.MIN_VALUE, RingPosition.START, 0);
        }

        @Override
        public long lastPacketNanos() {
            return lastPacketNanos;
        }

        @Override
        public List<StreamStatistics> statistics() {
            return List.of();
        }

        @Override
        public MediaControls controls() {
            return new NoControls();
        }

        @Override
        public void close() {
            kept = Map.of();
        }
    }

    /** Plays nothing and hears nothing. */
    private static final class NoControls implements MediaControls {

        @Override
        public void agree(Side sender, int mediaIndex, List<PayloadFormat> payloads) {}

        @Override
        public void detect(Side sender) {}

        @Override
        public Optional<Duration> silentFor(Side sender) {
            return Optional.empty();
        }

        @Override
        public void restrict(Side sender, Restrictions restrictions) {}

        @Override
        public OptionalInt heard(Side listener, int mediaIndex) {
            return OptionalInt.empty();
        }

        @Override
        public boolean play(Side listener, int mediaIndex, Playback playback) {
            return true;
        }

        @Override
        public boolean press(Side listener, int mediaIndex, Playback key, Duration pause) {
            return true;
        }

        @Override
        public Optional<Duration> stop(Side listener) {
            return Optional.empty();
        }
    }

    /** Writes nothing. */
    static final class Disk implements SpooledCapture {

        final List<StreamDescription> streams = new ArrayList<>();
        private @Nullable CaptureDescription described;
        private @Nullable CaptureDescription sealed;

        @Override
        public int addStream(StreamDescription stream) {
            streams.add(stream);
            return streams.size() - 1;
        }

        @Override
        public void describe(CaptureDescription description) {
            described = description;
        }

        @Override
        public void seal(CaptureDescription last, RingPosition ringPosition) {
            sealed = last;
        }
    }
}
