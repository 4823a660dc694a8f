package io.tapedeck.protocol.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class CryptoAttributeTest {

    private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";
    private static final String KEY = "inline:" + Base64.getEncoder().encodeToString(new byte[30]);

    @Test
    void a_line_has_its_tag_its_suite_and_its_key() {
        CryptoAttribute line = CryptoAttribute.parse("7 AES_CM_128_HMAC_SHA1_32 " + KEY + "|2^20|1:4")
                .orElseThrow();

        assertThat(line.tag()).isEqualTo(7);
        assertThat(line.suite()).isEqualTo("AES_CM_128_HMAC_SHA1_32");
        assertThat(line.keys()).singleElement().satisfies(key -> {
            assertThat(key.tagLength()).isEqualTo(4);
            assertThat(key.mkiLength()).isEqualTo(4);
        });
    }

    @Test
    void a_line_may_have_several_keys() {
        String line = "1 " + SUITE + " " + KEY + "|1:1;" + KEY + "|2:1";

        assertThat(SdesKey.parse(line)).hasSize(2);
        assertThat(CryptoAttribute.masked(line)).isEqualTo("1 " + SUITE + " inline:*|1:1;inline:*|2:1");
    }

    @Test
    void of_what_is_not_known_the_tag_is() {
        CryptoAttribute line =
                CryptoAttribute.parse("2 AEAD_AES_128_GCM inline:abc").orElseThrow();

        assertThat(line.tag()).isEqualTo(2);
        assertThat(line.keys()).isEmpty();
    }

    @Test
    void lines_that_are_no_key_are_passed_over() {
        assertThat(SdesKey.parse("1 " + SUITE + " inline:c2hvcnQ=")).isEmpty();
        assertThat(SdesKey.parse("1 F8_128_HMAC_SHA1_80 " + KEY)).isEmpty();
        assertThat(SdesKey.parse("1 " + SUITE + " " + KEY + ";inline:c2hvcnQ=")).isEmpty();
        assertThat(SdesKey.parse("")).isEmpty();
        assertThat(CryptoAttribute.parse("nothing")).isEmpty();
    }

    @Test
    void parameters_that_change_what_a_packet_is_are_not_passed_over() {
        for (String parameter : new String[] {"UNENCRYPTED_SRTP", "UNAUTHENTICATED_SRTP", "KDR=1"}) {
            assertThat(SdesKey.parse("1 " + SUITE + " " + KEY + " WSH=64 " + parameter))
                    .as(parameter)
                    .isEmpty();
        }
        assertThat(SdesKey.parse("1 " + SUITE + " " + KEY + " UNENCRYPTED_SRTCP WSH=64"))
                .hasSize(1); // each packet says so itself
    }

    @Test
    void the_key_is_masked_and_all_else_stays() {
        assertThat(CryptoAttribute.masked("1 " + SUITE + " " + KEY + "|2^20|1:4 WSH=64"))
                .isEqualTo("1 " + SUITE + " inline:*|2^20|1:4 WSH=64");
    }

    @Test
    void a_key_that_cannot_be_used_here_is_left_for_who_can() {
        String line = "1 AES_256_CM_HMAC_SHA1_80 inline:" + Base64.getEncoder().encodeToString(new byte[46]);

        assertThat(CryptoAttribute.masked(line)).isEqualTo(line);
    }

    @Test
    void a_key_stands_in_no_log() {
        assertThat(SdesKey.parse("1 " + SUITE + " " + KEY).getFirst()).hasToString("SdesKey[tag=1]");
    }
}
