package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** How workers that do not share the spool get at raw captures. */
class RawFetchTest {

    private static final String TOKEN = "open sesame";

    @TempDir
    Path spool;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestNode node;
    private NgClient ng;
    private RtpPhone alice;
    private RtpPhone bob;

    @BeforeEach
    void start() {
        node = TestNode.start(spool, "--tapedeck.internal.token=" + TOKEN);
        ng = new NgClient(node.ng());
        alice = new RtpPhone(1);
        bob = new RtpPhone(2);
    }

    @AfterEach
    void stop() {
        http.close();
        ng.close();
        alice.close();
        bob.close();
        node.close();
    }

    @Test
    void a_sealed_capture_comes_whole_with_its_checksum_as_entity_tag() throws Exception {
        String capture = recordedCall();
        hangUp();
        JsonNode manifest = node.sealedManifest(capture);

        HttpResponse<byte[]> answer = get(capture);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(node.media(capture)));
        assertThat(answer.headers().firstValue("ETag"))
                .contains('"' + manifest.at("/media/sha256").stringValue() + '"');
        assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
    }

    @Test
    void a_broken_transfer_goes_on_where_it_ended() throws Exception {
        String capture = recordedCall();
        hangUp();
        node.sealedManifest(capture);
        byte[] whole = Files.readAllBytes(node.media(capture));

        HttpResponse<byte[]> rest = get(capture, "X-Tapedeck-Token", TOKEN, "Range", "bytes=100-");

        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, 100, whole.length));
        assertThat(rest.headers().firstValue("Content-Range"))
                .contains("bytes 100-" + (whole.length - 1) + "/" + whole.length);
    }

    @Test
    void a_capture_of_a_call_that_goes_on_is_not_there_yet() throws Exception {
        String capture = recordedCall();

        assertThat(get(capture).statusCode()).isEqualTo(404);
    }

    @Test
    void nobody_gets_a_capture_without_the_token() throws Exception {
        String capture = recordedCall();
        hangUp();
        node.sealedManifest(capture);

        assertThat(get(capture, "Accept", "*/*").statusCode()).isEqualTo(401);
        assertThat(get(capture, "X-Tapedeck-Token", "guess").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "%2e%2e", "journal", "..%2Fetc", "1-1-1-1-1", "damaged%2F1"})
    void only_an_id_names_a_capture(String name) throws Exception {
        assertThat(get(name).statusCode()).isBetween(400, 404);
    }

    @Test
    void an_unknown_capture_is_not_there() throws Exception {
        assertThat(get(UUID.randomUUID().toString()).statusCode()).isEqualTo(404);
    }

    /** @return the capture's id, when something is in it */
    private String recordedCall() throws IOException {
        ng.ok("offer", "call-id", "c1", "from-tag", "f", "sdp", alice.sdp(), "record call", "yes");
        NgDictionary answer = ng.ok("answer", "call-id", "c1", "from-tag", "f", "to-tag", "t", "sdp", bob.sdp());
        byte[] packet = alice.send(NgClient.audioPort(answer));
        assertThat(bob.receive()).contains(packet);
        return RelayedPhones.captureOf(ng.ok("query", "call-id", "c1")); // its folder may come a moment later
    }

    private void hangUp() {
        ng.ok("delete", "call-id", "c1", "from-tag", "f");
    }

    private HttpResponse<byte[]> get(String capture) throws IOException, InterruptedException {
        return get(capture, "X-Tapedeck-Token", TOKEN);
    }

    private HttpResponse<byte[]> get(String capture, String... headers) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + node.httpPort() + "/internal/captures/" + capture + "/media");
        return http.send(HttpRequest.newBuilder(uri).headers(headers).build(), BodyHandlers.ofByteArray());
    }
}
