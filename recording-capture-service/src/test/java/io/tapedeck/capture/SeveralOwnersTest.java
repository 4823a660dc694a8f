package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recordings of several owners on one capture. Every packet is numbered, and each owner's intervals, laid over the raw
 * file, have to give exactly the packets that were relayed while this owner's recording was on.
 */
class SeveralOwnersTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path spool;

    private static TestNode node;

    private final String session = UUID.randomUUID().toString();
    private final RecordingOrder one = order();
    private final RecordingOrder two = order();
    private final RecordingOrder three = order();

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void each_owner_gets_its_packets_and_not_one_more() {
        try (var call = call()) {
            var talk = new Talk(call);
            talk.unrecorded();
            start(call, one);
            List<Integer> onlyOne = talk.packets(3);
            start(call, two);
            List<Integer> both = talk.packets(4);
            stop(call, one);
            List<Integer> onlyTwo = talk.packets(2);
            start(call, three);
            List<Integer> last = talk.packets(3);

            JsonNode manifest = sealed(call);

            assertThat(packetsOf(one, manifest)).isEqualTo(joined(onlyOne, both));
            assertThat(packetsOf(two, manifest)).isEqualTo(joined(both, onlyTwo, last));
            assertThat(packetsOf(three, manifest)).isEqualTo(last);
            assertThat(onDisk(manifest)).isEqualTo(joined(onlyOne, both, onlyTwo, last));
        }
    }

    @Test
    void a_pause_takes_its_packets_from_everybody_and_from_the_disk() {
        try (var call = call()) {
            var talk = new Talk(call);
            start(call, one);
            List<Integer> before = talk.packets(2);
            start(call, two);
            List<Integer> both = talk.packets(2);
            call.ng.ok("pause recording", "call-id", session);
            talk.unrecorded();
            start(call, three); // begins paused
            talk.unrecorded();
            call.ng.ok("start recording", "call-id", session);
            List<Integer> after = talk.packets(3);

            JsonNode manifest = sealed(call);

            assertThat(packetsOf(one, manifest)).isEqualTo(joined(before, both, after));
            assertThat(packetsOf(two, manifest)).isEqualTo(joined(both, after));
            assertThat(packetsOf(three, manifest)).isEqualTo(after);
            assertThat(onDisk(manifest)).isEqualTo(joined(before, both, after));
            assertThat(intervalsOf(three, manifest))
                    .extracting(interval -> interval.get("paused").booleanValue())
                    .containsExactly(true, false);
        }
    }

    @Test
    void what_is_said_while_nobody_records_is_on_no_disk() {
        try (var call = call()) {
            var talk = new Talk(call);
            start(call, one, two);
            List<Integer> both = talk.packets(2);
            stop(call, two);
            List<Integer> onlyOne = talk.packets(2);
            stop(call, one);
            talk.unrecorded();
            start(call, two);
            List<Integer> again = talk.packets(2);

            JsonNode manifest = sealed(call);

            assertThat(packetsOf(one, manifest)).isEqualTo(joined(both, onlyOne));
            assertThat(packetsOf(two, manifest)).isEqualTo(joined(both, again));
            assertThat(onDisk(manifest)).isEqualTo(joined(both, onlyOne, again));
            assertThat(intervalsOf(two, manifest)).hasSize(2);
        }
    }

    @Test
    void the_intervals_of_one_recording_follow_on_each_other_without_a_gap() {
        try (var call = call()) {
            var talk = new Talk(call);
            start(call, one);
            for (int i = 0; i < 4; i++) {
                talk.packets(1);
                call.ng.ok("pause recording", "call-id", session);
                talk.unrecorded();
                call.ng.ok("start recording", "call-id", session);
            }
            talk.packets(1);

            List<JsonNode> intervals = intervalsOf(one, sealed(call));

            assertThat(intervals).hasSize(9);
            for (int i = 1; i < intervals.size(); i++) {
                assertThat(instant(intervals.get(i), "from")).isEqualTo(instant(intervals.get(i - 1), "to"));
            }
        }
    }

    private RelayedPhones call() {
        return new RelayedPhones(node, session, "8", List.of("record call", "no"));
    }

    private void start(RelayedPhones call, RecordingOrder... orders) {
        NgDictionary own = new NgDictionary(Map.of("orders", new NgString(JSON.writeValueAsString(List.of(orders)))));
        call.ng.ok("start recording", "call-id", session, "tapedeck", own);
    }

    private void stop(RelayedPhones call, RecordingOrder order) {
        NgDictionary own = new NgDictionary(
                Map.of("recording", new NgString(order.recordingId().toString())));
        call.ng.ok("stop recording", "call-id", session, "tapedeck", own);
    }

    private static JsonNode sealed(RelayedPhones call) {
        return node.sealedManifest(RelayedPhones.captureOf(call.hangUp()));
    }

    private static List<JsonNode> intervalsOf(RecordingOrder order, JsonNode manifest) {
        List<JsonNode> intervals = new ArrayList<>();
        manifest.at("/capture/intervals").forEach(interval -> {
            if (interval.get("recordingId")
                    .stringValue()
                    .equals(order.recordingId().toString())) {
                intervals.add(interval);
            }
        });
        return intervals;
    }

    /** The numbers of the packets that arrived within the order's intervals, as the raw file dates them. */
    private static List<Integer> packetsOf(RecordingOrder order, JsonNode manifest) {
        List<JsonNode> intervals = intervalsOf(order, manifest);
        return raw(manifest).packets().stream()
                .filter(packet -> intervals.stream().anyMatch(interval -> holds(interval, packet)))
                .map(SeveralOwnersTest::number)
                .toList();
    }

    private static boolean holds(JsonNode interval, RawCapture.Packet packet) {
        Instant at = Instant.ofEpochSecond(0, packet.unixNanos());
        return !interval.get("paused").booleanValue()
                && !at.isBefore(instant(interval, "from"))
                && at.isBefore(instant(interval, "to"));
    }

    private static List<Integer> onDisk(JsonNode manifest) {
        return raw(manifest).packets().stream().map(SeveralOwnersTest::number).toList();
    }

    private static RawCapture raw(JsonNode manifest) {
        return RawCapture.read(node.media(manifest.at("/capture/captureId").stringValue()));
    }

    private static Instant instant(JsonNode interval, String name) {
        return Instant.parse(interval.get(name).stringValue());
    }

    private static int number(RawCapture.Packet packet) {
        return ByteBuffer.wrap(packet.payload()).getInt(12);
    }

    @SafeVarargs
    private static List<Integer> joined(List<Integer>... parts) {
        List<Integer> all = new ArrayList<>();
        for (List<Integer> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private static RecordingOrder order() {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                new UserId(UUID.randomUUID()),
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null);
    }

    /** Numbered packets, to and fro, each of which has arrived before the next thing happens. */
    private static final class Talk {

        private final RelayedPhones call;
        private int sent;

        private Talk(RelayedPhones call) {
            this.call = call;
        }

        private List<Integer> packets(int pairs) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                numbers.add(relay(call.alice, call.portForAlice, call.bob));
                numbers.add(relay(call.bob, call.portForBob, call.alice));
            }
            return numbers;
        }

        private void unrecorded() {
            List<Integer> _ = packets(3);
        }

        private int relay(RtpPhone from, int port, RtpPhone to) {
            byte[] packet = from.packet();
            ByteBuffer.wrap(packet).putInt(12, ++sent);
            from.send(packet, port);
            assertThat(to.receive()).contains(packet);
            return sent;
        }
    }
}
