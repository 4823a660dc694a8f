package io.tapedeck.capture.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.RelayedPhones;
import io.tapedeck.capture.RtpPhone;
import io.tapedeck.capture.TestNode;
import io.tapedeck.capture.session.CallEvent;
import io.tapedeck.capture.session.CallEvent.SourceRefused;
import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.MediaPlace;
import io.tapedeck.capture.spool.PacketRings;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of those who send to a port without being believed. */
class RefusedSourcesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SPRAYED = 40;

    @TempDir
    Path spool;

    @Test
    void a_sprayer_is_told_once_counted_by_stream_and_neither_relayed_nor_recorded() throws Exception {
        try (var log = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var node = TestNode.start(spool, "--tapedeck.capture.event-log-dest=127.0.0.1:" + log.getLocalPort());
                var call = new RelayedPhones(node, "spray").talk();
                var sprayer = new RtpPhone(0xBAD)) {
            log.setSoTimeout(20_000);
            for (int i = 0; i < SPRAYED; i++) {
                sprayer.send(call.portForAlice);
            }
            call.talk();

            NgDictionary stream = stream(call.query(), "fA");
            String capture = RelayedPhones.captureOf(call.hangUp());
            JsonNode manifest = node.sealedManifest(capture);

            assertThat(stream.dictionary("reception").orElseThrow().integer("rejected"))
                    .hasValue(SPRAYED);
            assertThat(stream.dictionary("stats").orElseThrow().integer("errors"))
                    .hasValue(SPRAYED);
            assertThat(manifest.at("/capture/measured/0/rejected").asInt()).isEqualTo(SPRAYED);
            assertThat(manifest.at("/capture/measured/1/rejected").asInt()).isZero();
            assertThat(manifest.at("/media/packets").asInt()).isEqualTo(4);
            List<JsonNode> told = toldUntilTheEnd(log);
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().get("source_tag").stringValue()).isEqualTo("fA");
            assertThat(told.getFirst().get("source_ip").stringValue()).isEqualTo("127.0.0.1");
            assertThat(told.getFirst().get("source_port").asInt()).isEqualTo(sprayer.port());
        }
    }

    /** The end of the recording is told last. */
    private static List<JsonNode> toldUntilTheEnd(DatagramSocket log) throws java.io.IOException {
        List<JsonNode> refused = new ArrayList<>();
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        while (true) {
            log.receive(packet);
            JsonNode event = JSON.readTree(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            if (event.path("recording").asString("").equals("off")) {
                return refused;
            }
            if (event.get("type").stringValue().equals("SOURCE REFUSED")) {
                refused.add(event);
            }
        }
    }

    private static NgDictionary stream(NgDictionary query, String tag) {
        NgDictionary party =
                query.dictionary("tags").flatMap(tags -> tags.dictionary(tag)).orElseThrow();
        NgDictionary media = (NgDictionary) party.list("medias").getFirst();
        return (NgDictionary) media.list("streams").getFirst();
    }

    @Test
    void a_port_tells_of_refused_sources_once_in_ten_seconds() throws Exception {
        List<CallEvent> told = Collections.synchronizedList(new ArrayList<>());
        try (var node = TestNode.start(spool)) {
            MediaSettings settings = node.bean(MediaSettings.class);
            try (var relay = new UdpRelay(settings, node.bean(PacketRings.class), told::add, Clock.systemUTC())) {
                var call = (RelayedMedia) relay.open("c");
                var anywhere = new MediaPlace(null, false);
                var _ = call.addLine(0, anywhere, anywhere);

                call.loop().ask(() -> spray(call.port(Side.CALLER, 0)));

                assertThat(told)
                        .extracting(event -> ((SourceRefused) event).source())
                        .containsExactly(address(1), address(4), address(5));
                call.close();
            }
        }
    }

    private static boolean spray(MediaPort port) {
        long start = System.nanoTime();
        port.refused(source(1), start);
        port.refused(source(2), start + 1);
        port.refused(source(3), start + Duration.ofSeconds(10).toNanos() - 1);
        port.refused(source(4), start + Duration.ofSeconds(10).toNanos());
        port.refused(source(5), start + Duration.ofSeconds(60).toNanos());
        return true;
    }

    private static InetSocketAddress source(int number) {
        return new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 4_000 + number);
    }

    private static MediaAddress address(int number) {
        return new MediaAddress("192.0.2.1", 4_000 + number);
    }
}
