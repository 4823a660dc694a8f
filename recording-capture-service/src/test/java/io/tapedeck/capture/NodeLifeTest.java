package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a node does when it starts, stops, runs out of ports or of media. */
@ExtendWith(LeakCheck.class)
class NodeLifeTest {

    @TempDir
    Path spool;

    @Test
    void a_stop_of_the_node_seals_the_calls_in_progress() {
        Path media;
        String capture;
        try (var node = TestNode.start(spool);
                var call = new RecordedCall(node)) {
            call.talk();
            capture = Eventually.value(this::onlyCapture, Duration.ofSeconds(20));
            media = node.media(capture);
        }

        JsonNode manifest = TestNode.manifest(spool, capture, "sealed");
        assertThat(manifest.at("/capture/reason").stringValue()).isEqualTo("shutdown");
        assertThat(RawCapture.read(media).packets()).hasSize(1);
    }

    @Test
    void what_a_crash_left_open_is_sealed_at_the_next_start() throws IOException {
        String capture;
        byte[] open;
        try (var node = TestNode.start(spool);
                var call = new RecordedCall(node)) {
            call.talk();
            capture = Eventually.value(this::onlyCapture, Duration.ofSeconds(20));
            open = Files.readAllBytes(spool.resolve(capture).resolve("manifest.json"));
        }
        Files.write(spool.resolve(capture).resolve("manifest.json"), open); // as a crash would have left it

        try (var again = TestNode.start(spool)) {
            JsonNode manifest = again.sealedManifest(capture);
            assertThat(manifest.get("recovered").booleanValue()).isTrue();
            assertThat(manifest.at("/capture/reason").stringValue()).isEqualTo("recovered");
            assertThat(RawCapture.read(again.media(capture)).packets()).hasSize(1);
        }
    }

    @Test
    void a_call_without_media_is_over() {
        try (var node = TestNode.start(spool, "--tapedeck.capture.media-timeout=300ms");
                var call = new RecordedCall(node)) {
            call.talk();
            String capture = Eventually.value(this::onlyCapture, Duration.ofSeconds(20));

            JsonNode manifest = node.sealedManifest(capture);

            assertThat(manifest.at("/capture/reason").stringValue()).isEqualTo("media_timeout");
            assertThat(call.ng.ask("query", "call-id", "c1").text("error-reason"))
                    .contains("Unknown call-id");
        }
    }

    @Test
    void a_call_on_hold_may_be_silent() {
        try (var node = TestNode.start(spool, "--tapedeck.capture.media-timeout=200ms");
                var call = new RecordedCall(node)) {
            call.ng.ok(
                    "offer", "call-id", "c1", "from-tag", "f", "to-tag", "t", "sdp", call.alice.sdp("sendonly", "8"));
            call.ng.ok("answer", "call-id", "c1", "from-tag", "f", "to-tag", "t", "sdp", call.bob.sdp("recvonly", "8"));

            var silence = call.alice.receive(600); // three times the time-out

            assertThat(silence).isEmpty();
            call.ng.ok("query", "call-id", "c1");
        }
    }

    @Test
    void a_node_without_ports_refuses_the_next_call_and_keeps_those_it_has() throws Exception {
        int base = sixFreePorts();
        try (var node = TestNode.start(spool, "--tapedeck.capture.rtp-ports=" + base + "-" + (base + 5));
                var call = new RecordedCall(node)) {

            NgDictionary refused = call.ng.ask("offer", "call-id", "c2", "from-tag", "f", "sdp", call.alice.sdp());

            assertThat(refused.text("result")).contains("error");
            assertThat(refused.text("error-reason")).contains("Out of ports");
            assertThat(call.ng.ask("query", "call-id", "c2").text("error-reason"))
                    .contains("Unknown call-id");
            call.talk();
            assertThat(get(node, "/actuator/prometheus")).contains("tapedeck_capture_ports_exhausted_total");
            assertThat(get(node, "/actuator/health"))
                    .contains("\"status\":\"UP\"")
                    .contains("spoolUsableBytes");
        }
    }

    /** From an even one on; below those that the system hands out. */
    private static int sixFreePorts() {
        for (int base = 28_500; base < 29_900; base += 6) {
            if (IntStream.range(base, base + 6).allMatch(NodeLifeTest::isFree)) {
                return base;
            }
        }
        throw new AssertionError("six ports in a row are nowhere free");
    }

    private static boolean isFree(int port) {
        try (var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static String get(TestNode node, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private @org.jspecify.annotations.Nullable String onlyCapture() {
        try {
            List<String> captures = TestNode.captures(spool);
            boolean there = captures.size() == 1
                    && Files.exists(spool.resolve(captures.getFirst()).resolve("manifest.json"));
            return there ? captures.getFirst() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answered call that is recorded for nobody in particular. */
    private static final class RecordedCall implements AutoCloseable {

        private final NgClient ng;
        private final RtpPhone alice = new RtpPhone(1);
        private final RtpPhone bob = new RtpPhone(2);
        private final int portForAlice;

        private RecordedCall(TestNode node) {
            this.ng = new NgClient(node.ng());
            ng.ok("offer", "call-id", "c1", "from-tag", "f", "sdp", alice.sdp(), "record call", "yes");
            NgDictionary answer = ng.ok("answer", "call-id", "c1", "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
            this.portForAlice = NgClient.audioPort(answer);
        }

        private void talk() {
            byte[] packet = alice.send(portForAlice);
            assertThat(bob.receive()).contains(packet);
        }

        @Override
        public void close() {
            ng.close();
            alice.close();
            bob.close();
        }
    }
}
