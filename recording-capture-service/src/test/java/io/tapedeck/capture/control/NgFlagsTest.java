package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.NgClient;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NgFlagsTest {

    @Test
    void a_flag_stands_in_a_list_in_a_text_or_for_itself() {
        assertThat(read("flags", List.of("record-call")).flag("record call")).isTrue();
        assertThat(read("flags", List.of("trust address")).flag("trust address"))
                .isTrue();
        assertThat(read("flags", "trust-address record-call").flag("record call"))
                .isTrue();
        assertThat(read("record-call", "on").flag("record call")).isTrue();
        assertThat(read("record call", "off").denies("record call")).isTrue();
    }

    @Test
    void joined_words_are_items_of_their_lists() {
        NgDictionary body = read(
                        "flags",
                        List.of("replace-origin", "rtcp-mux-demux", "codec-strip-opus", "transcode-PCMA", "SDES-off"))
                .body();

        assertThat(body.texts("replace")).containsExactly("origin");
        assertThat(body.texts("rtcp-mux")).containsExactly("demux");
        assertThat(body.dictionary("codec").orElseThrow().texts("strip")).containsExactly("opus");
        assertThat(body.dictionary("codec").orElseThrow().texts("transcode")).containsExactly("PCMA");
        assertThat(body.texts("SDES")).containsExactly("off");
        assertThat(body.texts("flags")).isEmpty();
    }

    @Test
    void what_newer_modules_send_as_one_text_means_the_same() {
        NgRequest request = read(
                "replace",
                List.of("origin"),
                "rtpp-flags",
                "replace-session-connection ICE=remove RTP/AVPF label=caller codec-strip=[opus G722] internal external"
                        + " received-from=[IP4 192.0.2.1] metadata=from:1|to:2 trust-address");
        NgDictionary body = request.body();

        assertThat(request.unknown()).isEmpty();
        assertThat(body.texts("replace")).containsExactly("origin", "session-connection");
        assertThat(body.text("ICE")).contains("remove");
        assertThat(body.text("transport-protocol")).contains("RTP/AVPF");
        assertThat(body.text("label")).contains("caller");
        assertThat(body.dictionary("codec").orElseThrow().texts("strip")).containsExactly("opus", "G722");
        assertThat(body.texts("direction")).containsExactly("internal", "external");
        assertThat(request.receivedFrom()).isEqualTo("192.0.2.1");
        assertThat(request.metadata()).containsEntry("from", "1").containsEntry("to", "2");
        assertThat(request.flag("trust address")).isTrue();
    }

    @Test
    void hyphens_and_blanks_in_keys_make_no_difference() {
        assertThat(read("media-address", "192.0.2.1").body().text("media address"))
                .contains("192.0.2.1");
        assertThat(read("delete-delay", "5").body().integer("delete delay")).hasValue(5);
        assertThat(read("call id", "x").body().text("call-id")).contains("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trust-address",
                "SIP-source-address",
                "strict-source",
                "media-handover",
                "loop-protect",
                "always-transcode",
                "asymmetric",
                "symmetric",
                "port-latching",
                "generate-RTCP",
                "no-rtcp-attribute",
                "ICE=remove",
                "DTLS=passive",
                "SDES-only-AES_CM_128_HMAC_SHA1_80",
                "OSRTP-offer",
                "T38-decode",
                "rtcp-mux-offer",
                "address-family=IP6",
                "via-branch=z9hG4bK1",
                "TOS=184",
                "xmlrpc-callback=192.0.2.1",
                "drop-traffic=start",
                "delete-delay=0",
                "ptime=20",
                "codec-mask-all",
                "codec-accept-PCMA",
                "codec-consume-opus",
                "set-label=a",
                "generate-mid",
                "reset",
                "single-codec",
                "UDP/TLS/RTP/SAVPF"
            })
    void what_controllers_usually_send_is_known(String flag) {
        assertThat(read("flags", List.of(flag)).unknown()).isEmpty();
    }

    @Test
    void what_is_not_known_is_named() {
        NgRequest request = read("frobnicate", "yes", "flags", List.of("foo-bar", "trust-address"));

        assertThat(request.unknown()).containsExactly("frobnicate", "foo-bar");
    }

    private static NgRequest read(Object... pairs) {
        return NgRequest.of(NgClient.dictionary("offer", pairs));
    }
}
