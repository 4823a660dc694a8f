package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.session.Protection.Keyed;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the relay is told of keys, negotiation by negotiation. */
class CallProtectionTest {

    private static final String ONE = SrtpWriter.crypto(1, SrtpWriter.SUITE, 1);
    private static final String TWO = SrtpWriter.crypto(2, SrtpWriter.SUITE_WITH_SHORT_TAG, 2);
    private static final String THREE = SrtpWriter.crypto(1, SrtpWriter.SUITE, 3);

    private final TestCall call = new TestCall();

    @Test
    void before_the_answer_no_key_is_known() {
        call.offer("fA", "caller", srtp(ONE));

        assertThat(of(Side.CALLER)).isEqualTo(CallProtection.AWAITED);
        assertThat(of(Side.CALLEE)).isEqualTo(CallProtection.AWAITED);
    }

    @Test
    void each_party_encrypts_with_its_own_line() {
        call.offer("fA", "caller", srtp(ONE, TWO));
        call.answer("tB", "callee", srtp(SrtpWriter.crypto(2, SrtpWriter.SUITE_WITH_SHORT_TAG, 4)));

        assertThat(keyOf(Side.CALLER)).isEqualTo(key(TWO));
        assertThat(keyOf(Side.CALLEE)).isEqualTo(key(SrtpWriter.crypto(2, SrtpWriter.SUITE_WITH_SHORT_TAG, 4)));
    }

    @Test
    void an_answer_that_numbers_its_line_anew_is_known_by_its_suite() {
        call.offer("fA", "caller", srtp(ONE, TWO));
        call.answer("tB", "callee", srtp(SrtpWriter.crypto(1, SrtpWriter.SUITE_WITH_SHORT_TAG, 4)));

        assertThat(keyOf(Side.CALLER)).isEqualTo(key(TWO));
    }

    @Test
    void an_offer_that_nobody_takes_changes_nothing() {
        call.offer("fA", "caller", srtp(ONE));
        call.answer("tB", "callee", srtp(THREE));
        call.offer("fA", "caller", srtp(SrtpWriter.crypto(1, SrtpWriter.SUITE, 9)));

        assertThat(keyOf(Side.CALLER)).isEqualTo(key(ONE));
        assertThat(keyOf(Side.CALLEE)).isEqualTo(key(THREE));
    }

    @Test
    void a_call_may_become_plain_and_its_streams_say_what_they_are() {
        call.offer("fA", "caller", srtp(ONE));
        call.answer("tB", "callee", srtp(THREE));
        call.session.startRecording(List.of(TestCall.order()));
        call.negotiate("8");

        assertThat(of(Side.CALLER)).isEqualTo(CallProtection.PLAIN);
        assertThat(call.disk.streams)
                .flatExtracting(stream -> stream.stream().payloads())
                .extracting(format -> format.encoding())
                .containsOnly("PCMA");
    }

    @Test
    void the_relay_hears_nothing_of_calls_without_encryption() {
        call.negotiate("8");

        assertThat(call.relay.protections).isEmpty();
    }

    @Test
    void an_answer_without_keys_leaves_it_to_others() {
        call.offer("fA", "caller", TestCall.sdp(4_000, "UDP/TLS/RTP/SAVPF", "8"));
        call.answer("tB", "callee", TestCall.sdp(5_000, "UDP/TLS/RTP/SAVPF", "8"));

        assertThat(of(Side.CALLER)).isEqualTo(CallProtection.OPAQUE);
        assertThat(of(Side.CALLEE)).isEqualTo(CallProtection.OPAQUE);
    }

    @Test
    void the_sdp_beside_a_stream_says_what_is_in_the_file() {
        String sdp = srtp(ONE);

        assertThat(KeylessSdp.explaining(sdp, 0, CallProtection.AWAITED, _ -> false))
                .contains("RTP/AVP 8")
                .contains("inline:*")
                .doesNotContain(ONE);
        assertThat(KeylessSdp.explaining(sdp, 0, CallProtection.OPAQUE, _ -> true))
                .contains("RTP/SAVP 8")
                .contains(ONE);
        assertThat(KeylessSdp.explaining(sdp.replace("SAVP", "AVP"), 0, CallProtection.OPAQUE, _ -> true))
                .contains("RTP/SAVP 8");
    }

    @Test
    void a_key_is_found_behind_a_dozen_of_suites_that_are_not_known() {
        String[] offered = IntStream.rangeClosed(1, 40)
                .mapToObj(tag -> tag < 40 ? tag + " AEAD_AES_256_GCM inline:unknown" : TWO.replaceFirst("2", "40"))
                .toArray(String[]::new);
        call.offer("fA", "caller", srtp(offered));
        call.answer("tB", "callee", srtp(SrtpWriter.crypto(40, SrtpWriter.SUITE_WITH_SHORT_TAG, 4)));

        assertThat(keyOf(Side.CALLER)).isEqualTo(key(TWO));
    }

    @Test
    void only_the_keys_of_what_is_kept_as_it_came_are_written_down() {
        call.offer("fA", "caller", srtp(ONE));
        call.answer("tB", "callee", srtp(TWO)); // a suite that nobody has offered
        call.session.startRecording(List.of(TestCall.order()));

        assertThat(of(Side.CALLER)).isEqualTo(CallProtection.OPAQUE);
        assertThat(call.described().sdps())
                .extracting(sdp -> sdp.text())
                .satisfiesExactly(
                        offer -> assertThat(offer).contains(ONE),
                        answer -> assertThat(answer).contains("inline:*").doesNotContain(TWO));
    }

    private static String srtp(String... crypto) {
        return TestCall.sdp(4_000, "RTP/SAVP", "8") + "a=crypto:" + String.join("\r\na=crypto:", crypto) + "\r\n";
    }

    private Protection of(Side sender) {
        return Objects.requireNonNull(call.relay.protections.get(new StreamKey(sender, 0, Component.RTP)));
    }

    private String keyOf(Side sender) {
        return Base64.getEncoder()
                .encodeToString(((Keyed) of(sender)).keys().getFirst().masterKey());
    }

    private static String key(String crypto) {
        return Base64.getEncoder()
                .encodeToString(SdesKey.parse(crypto).getFirst().masterKey());
    }
}
