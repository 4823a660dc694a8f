package io.tapedeck.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestChallengeTest {

    @Test
    void reads_the_challenges_of_rfc_8760() throws DigestException {
        DigestChallenge challenge = DigestChallenge.parse("""
                Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256,
                  nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                  opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"""");

        assertThat(challenge)
                .isEqualTo(new DigestChallenge(
                        "http-auth@example.org",
                        "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                        DigestAlgorithm.SHA_256,
                        false,
                        "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"));
    }

    @Test
    void survives_the_way_over_the_wire() throws DigestException {
        var stale = new DigestChallenge("tape \"deck\"", "a\\b", DigestAlgorithm.MD5, true, null);
        var old = new DigestChallenge("tapedeck", "n", DigestAlgorithm.MD5, false, "o", false);

        assertThat(DigestChallenge.parse(stale.toHeaderValue())).isEqualTo(stale);
        assertThat(DigestChallenge.parse(old.toHeaderValue())).isEqualTo(old);
    }

    @Test
    void writes_what_phones_expect() {
        var challenge = new DigestChallenge("tapedeck", "n", DigestAlgorithm.MD5, false, null);

        assertThat(challenge.toHeaderValue())
                .isEqualTo("Digest realm=\"tapedeck\", nonce=\"n\", algorithm=MD5, qop=\"auth\"");
    }

    @Test
    void ignores_what_it_does_not_know_and_reads_any_case() throws DigestException {
        DigestChallenge challenge =
                DigestChallenge.parse("DIGEST Realm=\"r\",NONCE = \"n\" , stale=TRUE,charset=UTF-8,domain=\"sip:a\",,");

        assertThat(challenge).isEqualTo(new DigestChallenge("r", "n", DigestAlgorithm.MD5, true, null, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=\"r\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                "Digest realm=\"r\", nonce=\"n\", algorithm=AKAv1-MD5",
                "Digest realm=\"r\" nonce=\"n\"",
                "Digest realm=, nonce=\"n\"",
            })
    void refuses_what_it_cannot_answer(String header) {
        assertThatExceptionOfType(DigestException.class).isThrownBy(() -> DigestChallenge.parse(header));
    }
}
