package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();

    @Test
    void a_call_is_shown_as_the_catalogue_tells_it_with_a_way_to_its_sound() {
        UUID call = UUID.randomUUID();
        UUID tenant = UUID.randomUUID();
        UUID ready = UUID.randomUUID();
        var cdr = gateway.cdrService().addCdr(call, tenant, "1001", "1002");
        cdr.withArray("recordings")
                .add(gateway.cdrService().addRecording(ready, tenant, "ready").put("mediaKey", "a/b.wav"));
        cdr.withArray("recordings").add(gateway.cdrService().addRecording(UUID.randomUUID(), tenant, "converting"));

        var shown = admin.get("/api/v1/cdrs/" + call);

        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        assertThat(shown.string("direction")).isEqualTo("internal");
        assertThat(shown.json().get("durationSeconds").asDouble()).isEqualTo(12.5);
        assertThat(shown.json().get("startTime").stringValue()).isEqualTo("2030-01-07T09:00:00Z");
        assertThat(shown.json().get("recordings").get(0).get("mediaUrl").stringValue())
                .endsWith("/api/v1/recordings/" + ready + "/media");
        assertThat(shown.json().get("recordings").get(1).has("mediaUrl")).isFalse();
        assertThat(shown.text()).doesNotContain("mediaKey", "a/b.wav", "somethingNew");
    }

    @Test
    void what_a_player_and_people_want_to_know_of_a_recording_is_shown() {
        UUID id = UUID.randomUUID();
        var known = gateway.cdrService()
                .addRecording(id, UUID.randomUUID(), "ready")
                .put("mediaKey", "a/b.wav");
        known.put("peaksKey", "a/b.peaks.json");
        known.putObject("callee").put("bytes", 44).put("sha256", "cd").put("mediaKey", "a/c.wav");
        known.putObject("sound")
                .put("loudnessLufs", -18.2)
                .put("callerTalk", 0.45)
                .put("calleeTalk", 0.38);
        known.putArray("keys")
                .addObject()
                .put("party", "caller")
                .put("key", "5")
                .put("time", "2030-01-07T09:00:11Z")
                .put("durationMs", 100)
                .put("source", "rtp");

        var shown = admin.get("/api/v1/recordings/" + id).json();

        assertThat(shown.at("/peaksUrl").stringValue()).endsWith("/api/v1/recordings/" + id + "/peaks");
        assertThat(shown.at("/callee/mediaUrl").stringValue())
                .endsWith("/api/v1/recordings/" + id + "/media?part=callee");
        assertThat(shown.at("/callee/bytes").asInt()).isEqualTo(44);
        assertThat(shown.at("/sound/loudnessLufs").asDouble()).isEqualTo(-18.2);
        assertThat(shown.at("/sound/calleeTalk").asDouble()).isEqualTo(0.38);
        assertThat(shown.at("/keys/0/key").stringValue()).isEqualTo("5");
        assertThat(shown.toString()).doesNotContain("a/b", "a/c");
    }

    @Test
    void a_recording_of_which_little_is_known_yet_is_shown_to_the_platform_and_does_not_play() {
        UUID young = UUID.randomUUID();
        var recording = gateway.cdrService().addRecording(young, UUID.randomUUID(), "ready");
        recording.remove(List.of("tenantId", "format", "layout"));
        String path = "/api/v1/recordings/" + young;

        assertThat(admin.get(path).status()).isEqualTo(200);
        assertThat(admin.get(path + "/media").status()).isEqualTo(409);
        assertThat(admin.post(path + "/link", "{}").status()).isEqualTo(409);
        assertThat(gateway.keyOf(gateway.newTenant()).get(path).status()).isEqualTo(404);
        gateway.cdrService().forget(young);
    }

    @Test
    void a_question_is_passed_on_whole() {
        UUID tenant = UUID.randomUUID();

        admin.get("/api/v1/cdrs?limit=7&cursor=a%2Bb%3D&from=2030-01-07T10:00:00%2B01:00&to=2030-02-01T00:00:00Z"
                + "&party=%2B49%20%26x&tenantId=" + tenant);

        assertThat(gateway.cdrService().lastQuestion())
                .isEqualTo("/internal/cdrs?limit=7&cursor=a%2Bb%3D&from=2030-01-07T09:00:00Z&to=2030-02-01T00:00:00Z"
                        + "&party=%2B49+%26x&tenantId=" + tenant);
    }

    @Test
    void a_part_of_a_number_is_passed_on_when_it_is_long_enough() {
        admin.get("/api/v1/cdrs?limit=7&partyContains=%2B49%201");

        assertThat(gateway.cdrService().lastQuestion()).isEqualTo("/internal/cdrs?limit=7&partyContains=%2B49+1");
        assertThat(admin.get("/api/v1/cdrs?partyContains=12").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/recordings?partyContains=" + "1".repeat(121))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void recordings_are_found_by_session_and_state() {
        UUID session = UUID.randomUUID();

        admin.get("/api/v1/recordings?limit=7&sessionId=" + session + "&state=ready");

        assertThat(gateway.cdrService().lastQuestion())
                .isEqualTo("/internal/recordings?limit=7&sessionId=" + session + "&state=ready");
        assertThat(admin.get("/api/v1/recordings?state=polished").status()).isEqualTo(400);
    }

    @Test
    void a_next_page_of_the_catalogue_is_a_next_page_here() {
        var first = admin.get("/api/v1/recordings?limit=1&party=a%20b");
        String link = first.header("Link");

        assertThat(first.string("next")).isEqualTo("the next +one");
        assertThat(link)
                .startsWith("</api/v1/recordings?limit=1&party=a%20b&cursor=")
                .endsWith(">; rel=\"next\"");
        assertThat(admin.get(link.substring(1, link.indexOf('>'))).status()).isEqualTo(200);
        assertThat(gateway.cdrService().lastQuestion())
                .contains("cursor=the+next+%2Bone")
                .contains("party=a+b");
    }

    @Test
    void while_the_catalogue_is_away_the_answer_says_when_to_come_again(@TempDir Path directory) {
        try (var lonely = TestGateway.start(directory)) {
            lonely.cdrService().failWith(500);
            var broken = lonely.admin().get("/api/v1/cdrs");
            lonely.cdrService().close();
            var gone = lonely.admin().get("/api/v1/recordings/" + UUID.randomUUID() + "/media");

            assertThat(broken.status()).isEqualTo(503);
            assertThat(gone.status()).isEqualTo(503);
            assertThat(gone.header("Retry-After")).isEqualTo("5");
            assertThat(gone.string("responsible")).isEqualTo("operator");
            assertThat(lonely.admin().get("/api/v1/tenants").status()).isEqualTo(200);
        }
    }
}
