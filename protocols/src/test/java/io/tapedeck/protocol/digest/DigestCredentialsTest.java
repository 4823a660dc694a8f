package io.tapedeck.protocol.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCredentialsTest {

    private static final String PASSWORD = "Circle of Life";

    /** RFC 7616, 3.9.1. */
    private static final String RFC_7616_SHA_256 = """
            Digest username="Mufasa",
              realm="http-auth@example.org",
              uri="/dir/index.html",
              algorithm=SHA-256,
              nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
              nc=00000001,
              cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
              qop=auth,
              response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
              opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"""";

    /** RFC 7616, 3.9.1. */
    private static final String RFC_7616_MD5 = RFC_7616_SHA_256
            .replace("SHA-256", "MD5")
            .replaceAll("response=\"[0-9a-f]+\"", "response=\"8ca523f5e9506fed4657c9700eebdbec\"");

    /** RFC 2617, 3.5, which knew no other algorithm and so names none. */
    private static final String RFC_2617 = """
            Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", \
            uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b", \
            response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41\"""";

    @Test
    void accepts_the_examples_of_rfc_7616() throws DigestException {
        for (String header : new String[] {RFC_7616_SHA_256, RFC_7616_MD5}) {
            DigestCredentials credentials = DigestCredentials.parse(header);

            assertThat(credentials.matches(ha1(credentials, PASSWORD), "GET")).isTrue();
            assertThat(credentials.nonceCount()).isEqualTo(1);
        }
    }

    @Test
    void accepts_the_example_of_rfc_2617_without_algorithm() throws DigestException {
        DigestCredentials credentials = DigestCredentials.parse(RFC_2617);

        assertThat(credentials.algorithm()).isEqualTo(DigestAlgorithm.MD5);
        assertThat(credentials.matches(ha1(credentials, "Circle Of Life"), "GET"))
                .isTrue();
    }

    @Test
    void refuses_another_password_method_or_count() throws DigestException {
        DigestCredentials credentials = DigestCredentials.parse(RFC_7616_SHA_256);
        DigestCredentials replayed = DigestCredentials.parse(RFC_7616_SHA_256.replace("nc=00000001", "nc=00000002"));

        assertThat(credentials.matches(ha1(credentials, "circle of life"), "GET"))
                .isFalse();
        assertThat(credentials.matches(ha1(credentials, PASSWORD), "REGISTER")).isFalse();
        assertThat(replayed.matches(ha1(credentials, PASSWORD), "GET")).isFalse();
    }

    @Test
    void takes_a_response_in_upper_case() throws DigestException {
        DigestCredentials credentials = DigestCredentials.parse(
                RFC_7616_MD5.replace("8ca523f5e9506fed4657c9700eebdbec", "8CA523F5E9506FED4657C9700EEBDBEC"));

        assertThat(credentials.matches(ha1(credentials, PASSWORD), "GET")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_matches_at_the_server_after_the_header(DigestAlgorithm algorithm) throws DigestException {
        var challenge = new DigestChallenge("tape\"deck\\", "n0nce", algorithm, false, "opaque");
        String ha1 = algorithm.ha1("1001", challenge.realm(), "sëcret");

        var answer = DigestCredentials.answer(challenge, "1001", ha1, "INVITE", "sip:1002@example.org", "c", 0x2A);
        DigestCredentials received = DigestCredentials.parse(answer.toHeaderValue());

        assertThat(received).isEqualTo(answer);
        assertThat(received.matches(ha1, "INVITE")).isTrue();
        assertThat(received.nc()).isEqualTo("0000002a");
        assertThat(received.opaque()).isEqualTo("opaque");
    }

    @Test
    void an_answer_to_an_old_server_has_no_qop() throws DigestException {
        var challenge = DigestChallenge.parse("Digest realm=\"testrealm@host.com\", nonce=\"dcd98b71\"");
        String ha1 = DigestAlgorithm.MD5.ha1("Mufasa", challenge.realm(), PASSWORD);

        var answer = DigestCredentials.answer(challenge, "Mufasa", ha1, "REGISTER", "sip:host.com", "c", 1);

        assertThat(answer.toHeaderValue()).doesNotContain("qop", "cnonce", "nc=");
        assertThat(DigestCredentials.parse(answer.toHeaderValue()).matches(ha1, "REGISTER"))
                .isTrue();
        assertThat(answer.response())
                .isEqualTo(DigestAlgorithm.MD5.hash(
                        ha1 + ":dcd98b71:" + DigestAlgorithm.MD5.hash("REGISTER:sip:host.com")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                "Digest username=\"a\"",
                "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\", algorithm=SHA-512-256",
                "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\", algorithm=MD5-sess",
                "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\", qop=auth-int, nc=00000001, cnonce=\"c\"",
                "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\", qop=auth",
                "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\", qop=auth, nc=1, cnonce=\"c\"",
                "Digest username=\"a\", username=\"b\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\"",
                "Digest username=\"a, realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\"",
                "Digest username=\"a\u0000\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\"",
                "Digest username=\"a\r\nVia: x\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"x\"",
            })
    void refuses_what_no_challenge_of_ours_asks_for(String header) {
        assertThatExceptionOfType(DigestException.class).isThrownBy(() -> DigestCredentials.parse(header));
    }

    @Test
    void refuses_a_header_of_absurd_length() {
        String header = "Digest username=\"" + "a".repeat(1_000_000) + "\"";

        assertThatExceptionOfType(DigestException.class)
                .isThrownBy(() -> DigestCredentials.parse(header))
                .withMessageContaining("at most");
    }

    @Test
    void nothing_breaks_out_of_the_header() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DigestChallenge("a\r\nEvil: yes", "n", DigestAlgorithm.MD5, false, null));
    }

    private static String ha1(DigestCredentials credentials, String password) {
        return credentials.algorithm().ha1(credentials.username(), credentials.realm(), password);
    }
}
