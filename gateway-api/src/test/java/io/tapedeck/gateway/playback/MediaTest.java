package io.tapedeck.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.gateway.Api;
import io.tapedeck.gateway.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaTest {

    private static final String SOUND = "abcdefghijklmnopqrstuvwxyz";

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private String tenant = "";
    private String media = "";
    private UUID id = UUID.randomUUID();

    @BeforeEach
    void record() {
        tenant = gateway.newTenant();
        id = gateway.newRecording(tenant, SOUND.getBytes(StandardCharsets.US_ASCII));
        media = "/api/v1/recordings/" + id + "/media";
    }

    @Test
    void the_whole_file_comes_with_what_a_player_needs_to_know() {
        var reply = admin.get(media);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(SOUND);
        assertThat(reply.header("Content-Type")).isEqualTo("audio/wav");
        assertThat(reply.header("Content-Length")).isEqualTo("26");
        assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(reply.header("ETag")).isEqualTo("\"feed" + id + "\"");
        assertThat(reply.header("Cache-Control")).contains("private");
        assertThat(reply.header("Content-Disposition")).isEqualTo("inline; filename=\"" + id + ".wav\"");
    }

    @Test
    void each_party_of_a_split_recording_has_a_file_of_its_own() {
        UUID split = gateway.newSplitRecording(tenant, "caller", "callee", "{}");
        String both = "/api/v1/recordings/" + split + "/media";

        assertThat(admin.get(both).text()).isEqualTo("caller");
        assertThat(admin.get(both + "?part=caller").text()).isEqualTo("caller");
        assertThat(admin.get(both + "?part=callee").text()).isEqualTo("callee");
        assertThat(admin.get(both + "?part=callee").header("ETag"))
                .isNotEqualTo(admin.get(both).header("ETag"));
        assertThat(admin.get(media + "?part=callee").status()).isEqualTo(404);
        assertThat(admin.get(media + "?part=judge").status()).isEqualTo(400);
    }

    @Test
    void the_wave_form_comes_as_it_lies_in_the_store() {
        String peaks = "{\"version\":2,\"data\":[-1,1]}";
        UUID split = gateway.newSplitRecording(tenant, "caller", "callee", peaks);

        var reply = admin.get("/api/v1/recordings/" + split + "/peaks");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        assertThat(reply.text()).isEqualTo(peaks);
        assertThat(admin.get("/api/v1/recordings/" + id + "/peaks").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-2,abc,bytes 0-2/26", "bytes=-3,xyz,bytes 23-25/26", "bytes=24-,yz,bytes 24-25/26"})
    void a_part_of_the_file_comes_as_a_part(String range, String text, String contentRange) {
        var reply = admin.get(media, "Range", range);

        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.text()).isEqualTo(text);
        assertThat(reply.header("Content-Range")).isEqualTo(contentRange);
        assertThat(reply.header("Content-Length")).isEqualTo(Integer.toString(text.length()));
    }

    @Test
    void several_parts_come_in_one_answer() {
        var reply = admin.get(media, "Range", "bytes=0-1,24-25");

        assertThat(reply.status()).isEqualTo(206);
        assertThat(reply.header("Content-Type")).startsWith("multipart/byteranges; boundary=");
        assertThat(reply.header("Content-Length"))
                .isEqualTo(Integer.toString(reply.text().length()));
        String boundary = reply.header("Content-Type").split("=")[1];
        assertThat(reply.text())
                .isEqualTo("--B\r\nContent-Type: audio/wav\r\nContent-Range: bytes 0-1/26\r\n\r\nab\r\n"
                        .concat(
                                "--B\r\nContent-Type: audio/wav\r\nContent-Range: bytes 24-25/26\r\n\r\nyz\r\n--B--\r\n")
                        .replace("B\r\n", boundary + "\r\n")
                        .replace("B--", boundary + "--"));
    }

    @Test
    void a_part_beyond_the_end_is_refused_with_the_size() {
        var reply = admin.get(media, "Range", "bytes=26-");

        assertThat(reply.status()).isEqualTo(416);
        assertThat(reply.header("Content-Range")).isEqualTo("bytes */26");
    }

    @Test
    void a_head_request_tells_everything_and_sends_nothing() {
        var reply = admin.send("HEAD", media, null, "Range", "bytes=0-2");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Length")).isEqualTo("26");
        assertThat(reply.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void a_part_is_only_given_of_the_file_that_the_player_knows() {
        String tag = "\"feed" + id + "\"";

        assertThat(admin.get(media, "Range", "bytes=0-2", "If-Range", tag).status())
                .isEqualTo(206);
        assertThat(admin.get(media, "Range", "bytes=0-2", "If-Range", "\"other\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void what_the_player_has_already_is_not_sent_again() {
        var reply = admin.get(media, "If-None-Match", "\"old\", W/\"feed" + id + "\"");

        assertThat(reply.status()).isEqualTo(304);
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void a_download_is_an_attachment() {
        assertThat(admin.get(media + "?download").header("Content-Disposition")).startsWith("attachment;");
    }

    @ParameterizedTest
    @CsvSource({"recording,409", "converting,409", "failed,410", "discarded,410"})
    void without_media_the_answer_says_why(String state, int status) {
        UUID silent = UUID.randomUUID();
        gateway.cdrService().addRecording(silent, UUID.fromString(tenant), state);

        var reply = admin.get("/api/v1/recordings/" + silent + "/media");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.string("detail")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.wav",
                "a/../../secret.wav",
                "/etc/hostname",
                "",
                ".",
                "link.wav",
                "a\\..\\b",
                "missing.wav"
            })
    void nothing_outside_of_the_store_can_be_heard(String key) throws IOException {
        Path secret = Objects.requireNonNull(gateway.store().getParent()).resolve("secret.wav");
        Files.writeString(secret, "secret");
        Path link = gateway.store().resolve("link.wav");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, secret);
        UUID forged = UUID.randomUUID();
        gateway.cdrService()
                .addRecording(forged, UUID.fromString(tenant), "ready")
                .put("mediaKey", key);

        var reply = admin.get("/api/v1/recordings/" + forged + "/media");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.string("responsible")).isEqualTo("operator");
        assertThat(reply.text()).doesNotContain(gateway.store().toString());
    }

    @Test
    void many_requests_of_one_listener_are_one_access() {
        admin.get(media, "Range", "bytes=0-2");
        admin.get(media, "Range", "bytes=3-5");
        admin.get(media + "?download");

        var entries = admin.get("/api/v1/audit?recordingId=" + id).json().get("items");

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).get("action").stringValue()).isEqualTo("media.download");
        assertThat(entries.get(1).get("actor").stringValue()).isEqualTo("admin");
    }
}
