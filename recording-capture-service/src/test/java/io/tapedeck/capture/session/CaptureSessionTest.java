package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.MediaStream.Side;
import org.junit.jupiter.api.Test;

class CaptureSessionTest {

    private final TestCall call = new TestCall();

    @Test
    void a_callee_that_offers_first_is_the_callee_all_the_same() {
        call.offer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));
        call.answer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));

        assertThat(call.session.party(Side.CALLEE)).map(party -> party.tag()).contains("tB");
        assertThat(call.session.party(Side.CALLER)).map(party -> party.tag()).contains("fA");
    }

    @Test
    void a_tag_keeps_its_side_when_a_later_message_has_no_label() {
        call.offer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));
        call.offer("tB", "", TestCall.sdp(5_000, "RTP/AVP", "8"));
        call.answer("fA", "", TestCall.sdp(4_000, "RTP/AVP", "8"));

        assertThat(call.session.party(Side.CALLEE)).map(party -> party.tag()).contains("tB");
        assertThat(call.session.party(Side.CALLER)).map(party -> party.tag()).contains("fA");
    }
}
