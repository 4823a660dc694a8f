package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.routing.Flow;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RouteTokensTest {

    private static final Instant ISSUED = Instant.parse("2030-01-07T09:00:00Z");

    private final RouteTokens tokens =
            new RouteTokens("a key of our own".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final RouteToken token = new RouteToken(
            new SessionId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            "192.0.2.9:2223",
            "tag-1",
            new Flow(Flow.Transport.UDP, new InetSocketAddress("192.0.2.1", 61_000)),
            new Flow(Flow.Transport.TCP, new InetSocketAddress("2001:db8::7", 5_060)),
            RouteToken.dialogOf("call-1"),
            ISSUED);

    @Test
    void what_was_written_is_read_back() {
        assertThat(tokens.read(tokens.write(token))).contains(token);
    }

    @Test
    void the_contact_of_the_platform_says_that_it_is_one() {
        RouteToken ours = token.ofPlatform();

        assertThat(tokens.read(tokens.write(ours))).contains(ours);
        assertThat(ours.platform()).isTrue();
        assertThat(tokens.read(tokens.write(token)).orElseThrow().platform()).isFalse();
    }

    @Test
    void what_is_missing_stays_missing() {
        var bare = new RouteToken(null, null, "", "t", null, null, 1, ISSUED);

        assertThat(tokens.read(tokens.write(bare))).contains(bare);
    }

    @Test
    void every_changed_character_and_every_cut_is_noticed() {
        String text = tokens.write(token);

        for (int index = 0; index < text.length(); index++) {
            char other = text.charAt(index) == 'x' ? 'y' : 'x';
            String changed = text.substring(0, index) + other + text.substring(index + 1);
            assertThat(tokens.read(changed)).isEmpty();
            assertThat(tokens.read(text.substring(0, index))).isEmpty();
        }
    }

    @Test
    void another_key_reads_nothing() {
        assertThat(new RouteTokens(new byte[] {1, 2, 3}).read(tokens.write(token)))
                .isEmpty();
    }

    @Test
    void an_endless_tag_still_tells_who_sends() {
        String endless = "t".repeat(5_000);
        RouteToken read = tokens.read(tokens.write(new RouteToken(null, null, "", endless, null, null, 1, ISSUED)))
                .orElseThrow();

        assertThat(read.sideOf(endless)).isEqualTo(Side.CALLER);
        assertThat(read.sideOf("t".repeat(4_999) + "u")).isEqualTo(Side.CALLEE);
    }
}
