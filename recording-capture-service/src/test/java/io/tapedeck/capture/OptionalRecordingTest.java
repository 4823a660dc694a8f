package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.control.Admission;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which recordings a node begins whose disk is nearly full. */
class OptionalRecordingTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path spool;

    private static DatagramSocket events;
    private static TestNode node;

    private final String session = UUID.randomUUID().toString();

    @BeforeAll
    static void start() throws IOException {
        events = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        events.setSoTimeout(20_000);
        node = TestNode.start(
                spool,
                "--tapedeck.capture.event-log-dest=127.0.0.1:" + events.getLocalPort(),
                "--tapedeck.capture.disk.warn=1000000TB",
                "--tapedeck.capture.disk.release=1000000TB",
                "--tapedeck.capture.disk.refuse=1000000TB");
    }

    @AfterAll
    static void stop() {
        node.close();
        events.close();
    }

    @Test
    void mandatory_recordings_go_on_when_optional_ones_are_refused() {
        RecordingOrder mandatory = order(false);
        RecordingOrder optional = order(true);
        try (var call = new RelayedPhones(node, session, "8", List.of("record call", "no"))) {
            NgDictionary reply = start(call, mandatory, optional);
            call.talk();
            JsonNode manifest = node.sealedManifest(RelayedPhones.captureOf(call.hangUp()));

            assertThat(reply.text("warning").orElseThrow()).contains("The disk is nearly full: 1 optional");
            assertThat(reply.dictionary("tapedeck").orElseThrow().texts("refused"))
                    .containsExactly(optional.recordingId().toString());
            assertThat(manifest.at("/capture/orders")).hasSize(1);
            assertThat(manifest.at("/capture/orders/0/recordingId").stringValue())
                    .isEqualTo(mandatory.recordingId().toString());
            assertThat(manifest.at("/media/packets").intValue()).isEqualTo(2);
        }
    }

    @Test
    void a_call_that_only_has_optional_orders_is_relayed_and_not_recorded_and_its_controller_knows() throws Exception {
        long before = node.bean(Admission.class).refused();
        try (var call = new RelayedPhones(node, session, "8", List.of("record call", "no"))) {
            start(call, order(true));
            call.talk();

            assertThat(call.hangUp().dictionary("tapedeck")).isEmpty();
        }

        JsonNode event = eventAbout(session);
        assertThat(event.get("type").stringValue()).isEqualTo("RECORDING REFUSED");
        assertThat(event.get("recordings").intValue()).isOne();
        assertThat(node.bean(Admission.class).refused()).isEqualTo(before + 1);
    }

    @Test
    void a_foreign_controllers_recording_is_mandatory_unless_its_flag_says_otherwise() {
        try (var usual = new RelayedPhones(node, "usual");
                var optional =
                        new RelayedPhones(node, "optional", "8", List.of("flags", List.of("optional-recording")))) {
            usual.talk();
            optional.talk();

            assertThat(usual.hangUp().dictionary("tapedeck")).isPresent();
            assertThat(optional.hangUp().dictionary("tapedeck")).isEmpty();
        }
    }

    @Test
    void health_and_metrics_show_the_level() throws Exception {
        assertThat(get("/actuator/health")).contains("\"disk\":\"refusing\"", "\"status\":\"UP\"", "\"journal\":");
        assertThat(get("/actuator/prometheus"))
                .containsPattern("tapedeck_capture_disk_level\\{[^}]*} 3.0")
                .contains("tapedeck_capture_recordings_refused_total", "tapedeck_capture_released_total");
    }

    private NgDictionary start(RelayedPhones call, RecordingOrder... orders) {
        return call.ng.ok(
                "start recording",
                "call-id",
                session,
                "tapedeck",
                new NgDictionary(Map.of("orders", new NgString(JSON.writeValueAsString(List.of(orders))))));
    }

    private static JsonNode eventAbout(String call) throws IOException {
        while (true) {
            var datagram = new DatagramPacket(new byte[2_000], 2_000);
            events.receive(datagram);
            JsonNode event =
                    JSON.readTree(new String(datagram.getData(), 0, datagram.getLength(), StandardCharsets.UTF_8));
            if (event.get("callid").stringValue().equals(call)
                    && event.get("type").stringValue().contains("REFUSED")) {
                return event;
            }
        }
    }

    private static String get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + path))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static RecordingOrder order(boolean optional) {
        return new RecordingOrder(
                new RecordingId(UUID.randomUUID()),
                new TenantId(UUID.randomUUID()),
                null,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null,
                null,
                null,
                optional,
                null,
                null);
    }
}
