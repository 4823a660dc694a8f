package io.tapedeck.proxy.routing;

import static io.tapedeck.proxy.routing.ExampleDirectory.ACME;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNA;
import static io.tapedeck.proxy.routing.ExampleDirectory.ANNAS_DESK;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.protocol.digest.DigestAlgorithm;
import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import io.tapedeck.proxy.routing.Authentication.Challenge;
import io.tapedeck.proxy.routing.Authentication.Failure;
import io.tapedeck.proxy.routing.Authentication.Refused;
import io.tapedeck.proxy.routing.Authenticator.Credentials;
import io.tapedeck.proxy.routing.Flow.Transport;
import io.tapedeck.testkit.time.SteppingClock;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DigestAuthenticatorTest {

    private static final ProxyKeys KEYS = new ProxyKeys(new byte[32]);

    private final SteppingClock clock = new SteppingClock(Instant.parse("2030-01-07T09:00:00Z"));
    private DirectorySnapshot directory = ExampleDirectory.with();
    private final DigestAuthenticator authenticator =
            new DigestAuthenticator(() -> directory, ExampleDirectory.REALM, KEYS, clock, new SecureRandom());

    @Test
    void a_stranger_is_challenged_with_both_algorithms_and_the_widespread_one_first() throws Exception {
        List<DigestChallenge> challenges = challenges(authenticator.authenticate(request("REGISTER", "198.51.100.1")));

        assertThat(challenges)
                .extracting(DigestChallenge::algorithm)
                .containsExactly(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256);
        assertThat(challenges).allMatch(challenge -> challenge.realm().equals(ExampleDirectory.REALM));
        assertThat(challenges).noneMatch(DigestChallenge::stale);
    }

    @ParameterizedTest
    @EnumSource
    void a_device_with_its_password_is_let_in_by_either_algorithm(DigestAlgorithm algorithm) throws Exception {
        String answer = answer(challenge(algorithm), "anna-desk", "secret", 1);

        assertThat(authenticator.authenticate(request("INVITE", "198.51.100.1", answer)))
                .isEqualTo(new Authentication.Device(ACME, ANNA, ANNAS_DESK));
    }

    @ParameterizedTest
    @CsvSource({"anna-desk, wrong, WRONG_PASSWORD", "nobody, secret, UNKNOWN_USER", "anna-desk, '', WRONG_PASSWORD"})
    void an_unknown_user_and_a_wrong_password_get_the_same_answer(String username, String password, Failure failure)
            throws Exception {
        String answer = answer(challenge(DigestAlgorithm.SHA_256), username, password, 1);

        assertThat(authenticator.authenticate(request("INVITE", "198.51.100.1", answer)))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.statusCode()).isEqualTo(403);
                    assertThat(refused.reason()).isEqualTo("Forbidden");
                    assertThat(refused.failure()).isEqualTo(failure);
                });
    }

    @Test
    void what_was_signed_for_another_method_is_refused() throws Exception {
        String answer = answer(challenge(DigestAlgorithm.MD5), "anna-desk", "secret", 1);

        assertThat(authenticator.authenticate(request("REGISTER", "198.51.100.1", answer)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void an_old_nonce_is_stale_and_not_wrong() throws Exception {
        String answer = answer(challenge(DigestAlgorithm.MD5), "anna-desk", "secret", 1);

        clock.advance(Duration.ofMinutes(5));

        assertThat(challenges(authenticator.authenticate(request("INVITE", "198.51.100.1", answer))))
                .allMatch(DigestChallenge::stale);
    }

    @Test
    void a_nonce_that_somebody_made_up_is_stale() throws Exception {
        var invented = new DigestChallenge(ExampleDirectory.REALM, "invented", DigestAlgorithm.MD5, false, null);

        Authentication outcome = authenticator.authenticate(
                request("INVITE", "198.51.100.1", answer(invented, "anna-desk", "secret", 1)));

        assertThat(challenges(outcome)).allMatch(DigestChallenge::stale);
    }

    @Test
    void a_replayed_answer_is_challenged_again_while_the_next_count_is_welcome() throws Exception {
        DigestChallenge challenge = challenge(DigestAlgorithm.MD5);
        String first = answer(challenge, "anna-desk", "secret", 1);
        authenticator.authenticate(request("INVITE", "198.51.100.1", first));

        Authentication replay = authenticator.authenticate(request("INVITE", "198.51.100.1", first));
        Authentication next = authenticator.authenticate(
                request("INVITE", "198.51.100.1", answer(challenge, "anna-desk", "secret", 2)));

        assertThat(replay).isInstanceOf(Challenge.class);
        assertThat(next).isInstanceOf(Authentication.Device.class);
    }

    @Test
    void an_answer_without_qop_is_refused() throws Exception {
        String answer = answer(challenge(DigestAlgorithm.MD5), "anna-desk", "secret", 1)
                .replaceAll(", ?(qop|nc|cnonce)=\"?[^,\"]+\"?", "");

        assertThat(authenticator.authenticate(request("INVITE", "198.51.100.1", answer)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(Failure.UNPROTECTED));
    }

    @ParameterizedTest
    @CsvSource({
        "Basic YW5uYTpzZWNyZXQ=",
        "Digest",
        "'Digest username=\"anna-desk\", realm=\"elsewhere\", nonce=\"x\", uri=\"sip:x\", response=\"x\"'"
    })
    void credentials_that_are_not_for_us_count_as_none(String header) {
        assertThat(authenticator.authenticate(request("INVITE", "198.51.100.1", header)))
                .isInstanceOf(Challenge.class);
    }

    @Test
    void a_disabled_tenant_user_or_device_is_as_if_not_there() throws Exception {
        List<DirectoryEvent> disabled = List.of(
                ExampleDirectory.tenant(1, "acme.example", false),
                ExampleDirectory.user(11, ACME, "1001", "Anna", List.of(), false),
                ExampleDirectory.device(21, ANNA, "anna-desk", false));

        for (DirectoryEvent entity : disabled) {
            directory = ExampleDirectory.with(entity);
            String answer = answer(challenge(DigestAlgorithm.MD5), "anna-desk", "secret", 1);
            assertThat(authenticator.authenticate(request("INVITE", "198.51.100.1", answer)))
                    .as(entity.toString())
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void the_address_makes_a_trunk_and_the_most_specific_one_wins() {
        assertThat(authenticator.authenticate(request("INVITE", "192.0.2.10")))
                .isEqualTo(new Authentication.Trunk(ExampleDirectory.ACMES_TRUNK));
        assertThat(authenticator.authenticate(request("INVITE", "192.0.2.11")))
                .isEqualTo(new Authentication.Trunk(ExampleDirectory.PLATFORM_TRUNK));
    }

    @Test
    void a_phone_behind_a_trunks_address_is_still_a_phone() throws Exception {
        String answer = answer(challenge(DigestAlgorithm.MD5), "anna-desk", "secret", 1);

        assertThat(authenticator.authenticate(request("REGISTER", "192.0.2.10")))
                .isInstanceOf(Challenge.class);
        assertThat(authenticator.authenticate(request("INVITE", "192.0.2.10", answer)))
                .isInstanceOf(Authentication.Device.class);
    }

    @Test
    void what_was_used_before_a_restart_is_not_taken_again() throws Exception {
        String answer = answer(challenge(DigestAlgorithm.SHA_256), "anna-desk", "secret", 1);
        authenticator.authenticate(request("INVITE", "198.51.100.1", answer));
        clock.advance(Duration.ofSeconds(1));

        var restarted =
                new DigestAuthenticator(() -> directory, ExampleDirectory.REALM, KEYS, clock, new SecureRandom());
        List<DigestChallenge> again = challenges(restarted.authenticate(request("INVITE", "198.51.100.1", answer)));
        String fresh = answer(again.getLast(), "anna-desk", "secret", 1);

        assertThat(again).allMatch(DigestChallenge::stale);
        assertThat(restarted.authenticate(request("INVITE", "198.51.100.1", fresh)))
                .isInstanceOf(Authentication.Device.class);
    }

    @Test
    void forgetting_nonces_never_lets_a_replay_in() {
        var counts = new NonceCounts(2, Instant.MIN);
        Instant now = clock.instant();

        boolean first = counts.use("a", now, 1);
        counts.use("b", now.plusMillis(1), 1);
        counts.use("c", now.plusMillis(2), 1);

        assertThat(first).isTrue();
        assertThat(counts.use("a", now, 1)).isFalse();
        assertThat(counts.use("d", now.plusMillis(3), 1)).isTrue();
    }

    @Test
    void counts_may_come_in_any_order_but_once() {
        var counts = new NonceCounts(10, Instant.MIN);
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        long start = random.nextLong(1, 1000);

        for (long count : new long[] {start + 2, start, start + 1, start + 63}) {
            assertThat(counts.use("a", clock.instant(), count)).isTrue();
            assertThat(counts.use("a", clock.instant(), count)).isFalse();
        }
        assertThat(counts.use("a", clock.instant(), start + 200)).isTrue();
        assertThat(counts.use("a", clock.instant(), start + 3))
                .as("too far behind")
                .isFalse();
    }

    private DigestChallenge challenge(DigestAlgorithm algorithm) throws DigestException {
        return challenges(authenticator.authenticate(request("INVITE", "198.51.100.1"))).stream()
                .filter(challenge -> challenge.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
    }

    private static List<DigestChallenge> challenges(Authentication outcome) throws DigestException {
        assertThat(outcome).isInstanceOf(Challenge.class);
        List<String> headers = ((Challenge) outcome).challenges();
        return List.of(DigestChallenge.parse(headers.get(0)), DigestChallenge.parse(headers.get(1)));
    }

    private static String answer(DigestChallenge challenge, String username, String password, int count) {
        String ha1 = challenge.algorithm().ha1(username, ExampleDirectory.REALM, password);
        return DigestCredentials.answer(challenge, username, ha1, "INVITE", "sip:1002@acme.example", "cnonce", count)
                .toHeaderValue();
    }

    private static Credentials request(String method, String address, String... authorization) {
        var source = new Flow(Transport.UDP, new InetSocketAddress(address, 5060));
        return new Credentials(method, source, List.of(authorization));
    }
}
