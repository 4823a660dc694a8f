package io.tapedeck.gateway.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.gateway.Api;
import io.tapedeck.gateway.TestGateway;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {

    private static final byte[] SOUND = "0123456789".getBytes(StandardCharsets.US_ASCII);

    /** What may lie between two requests. */
    private static final long SLOW_SECONDS = 60;

    private final TestGateway gateway = TestGateway.shared();
    private final Api admin = gateway.admin();
    private final Api stranger = gateway.anonymous();
    private UUID recording = UUID.randomUUID();

    @BeforeEach
    void record() {
        recording = gateway.newRecording(gateway.newTenant(), SOUND);
    }

    @Test
    void a_link_plays_without_a_login_range_by_range() {
        var link = link("{}");

        var whole = stranger.get(link.string("url"));
        var part = stranger.get(link.string("url"), "Range", "bytes=2-4");

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("0123456789");
        assertThat(whole.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
    }

    @Test
    void a_link_lasts_a_day_unless_something_else_is_asked() {
        Instant day = Instant.parse(link("{}").string("expiresAt"));
        Instant minute = Instant.parse(link("{'expiresInSeconds':60}").string("expiresAt"));

        assertThat(day.getEpochSecond() - minute.getEpochSecond()).isBetween(86_340L - SLOW_SECONDS, 86_340L);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 30 * 86_400 + 1, Long.MAX_VALUE})
    void a_link_lasts_neither_no_time_nor_for_ever(long seconds) {
        var reply = link("{'expiresInSeconds':" + seconds + "}");

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.pointers()).isEqualTo("/expiresInSeconds");
    }

    @Test
    void every_changed_byte_makes_a_link_worthless() {
        String url = link("{}").string("url");
        String token = url.substring(url.lastIndexOf('/') + 1);
        byte[] bytes = Base64.getUrlDecoder().decode(token);

        for (int i = 0; i < bytes.length; i++) {
            byte[] forged = bytes.clone();
            forged[i] ^= 1;
            var reply = stranger.get(
                    "/play/" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged));

            assertThat(reply.status()).as("byte %d", i).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "AAAA",
                "%20",
                "..%2f",
                "null",
                "====",
                "AQAAAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void what_is_no_link_plays_nothing(String token) {
        assertThat(stranger.get("/play/" + token).status()).isIn(400, 403);
    }

    @Test
    void a_link_signed_by_a_stranger_plays_nothing() {
        var key = new SecretKeySpec(new byte[32], "HmacSHA256");
        String token = token(UUID.randomUUID(), recording, Instant.now().plusSeconds(60))
                .sign(key);

        assertThat(stranger.get("/play/" + token).status()).isEqualTo(403);
    }

    @Test
    void a_link_for_one_recording_opens_no_other_even_when_signed() {
        UUID linkId = UUID.fromString(link("{}").string("id"));
        UUID other = gateway.newRecording(gateway.newTenant(), SOUND);
        String token = token(linkId, other, Instant.now().plusSeconds(60)).sign(key());

        assertThat(stranger.get("/play/" + token).status()).isEqualTo(410);
    }

    @Test
    void an_expired_link_plays_nothing() {
        UUID linkId = UUID.fromString(link("{}").string("id"));
        String token = token(linkId, recording, Instant.now().minusSeconds(1)).sign(key());

        var reply = stranger.get("/play/" + token);

        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.string("detail")).isEqualTo("This link has expired.");
    }

    @Test
    void people_who_open_a_link_that_does_not_play_see_a_page() {
        var reply = stranger.get("/play/x", "Accept", "text/html,*/*");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThat(reply.text()).contains("This is not a link of this gateway.");
    }

    @Test
    void one_link_can_be_revoked_and_the_others_go_on() {
        var first = link("{}");
        var second = link("{}");

        int status = admin.delete("/api/v1/recordings/" + recording + "/links/" + first.string("id"))
                .status();

        assertThat(status).isEqualTo(204);
        assertThat(stranger.get(first.string("url")).status()).isEqualTo(410);
        assertThat(stranger.get(second.string("url")).status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/recordings/" + recording + "/links").json())
                .hasSize(2);
    }

    @Test
    void all_links_of_a_recording_can_be_revoked() {
        var first = link("{}");
        var second = link("{}");

        admin.delete("/api/v1/recordings/" + recording + "/links");

        assertThat(stranger.get(first.string("url")).status()).isEqualTo(410);
        assertThat(stranger.get(second.string("url")).status()).isEqualTo(410);
    }

    @Test
    void who_came_by_a_link_stands_in_the_audit_log() {
        var link = link("{}");

        stranger.get(link.string("url"));
        stranger.get(link.string("url"), "Range", "bytes=5-");

        var entries = admin.get("/api/v1/audit?recordingId=" + recording).json().get("items");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).get("actor").stringValue()).isEqualTo("link:" + link.string("id"));
        assertThat(entries.get(0).get("action").stringValue()).isEqualTo("media.play");
        assertThat(entries.get(0).get("remoteAddress").stringValue()).isEqualTo("127.0.0.1");
        assertThat(entries.get(1).get("action").stringValue()).isEqualTo("link.create");
    }

    private Api.Reply link(String body) {
        return admin.post("/api/v1/recordings/" + recording + "/link", body);
    }

    private javax.crypto.SecretKey key() {
        return gateway.bean(Links.class).signingKey().secret();
    }

    private static PlayToken token(UUID link, UUID recording, Instant expiresAt) {
        return new PlayToken(1, link, new RecordingId(recording), expiresAt);
    }
}
