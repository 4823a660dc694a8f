package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.session.SdpWishes.Replacement;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OfferAnswerTest {

    private static final LinePorts AUDIO = ports(30_000);
    private static final LinePorts VIDEO = ports(30_004);

    private static final SdpWishes HIDDEN =
            new SdpWishes(Set.of(Replacement.ORIGIN), CodecWishes.NONE, Set.of(), null, null, Set.of());

    private final OfferAnswer offerAnswer = new OfferAnswer();

    @Test
    void the_callee_gets_our_address_and_its_own_port_and_everything_else_as_it_was() throws SdpException {
        String rewritten = rewrite(
                Side.CALLEE,
                false,
                "v=0",
                "o=alice 2890844526 2890844526 IN IP4 192.0.2.7",
                "s=Session SDP",
                "c=IN IP4 192.0.2.7",
                "t=0 0",
                "a=X-nat:0 Unknown",
                "m=audio 4000 RTP/AVP 8 0 101",
                "a=rtpmap:8 PCMA/8000",
                "a=fmtp:101 0-16",
                "a=x-unknown:stays");

        assertThat(rewritten)
                .isEqualTo(sdp(
                        "v=0",
                        "o=alice 2890844526 2890844526 IN IP4 198.51.100.1",
                        "s=Session SDP",
                        "c=IN IP4 198.51.100.1",
                        "t=0 0",
                        "a=X-nat:0 Unknown",
                        "m=audio 30002 RTP/AVP 8 0 101",
                        "a=rtpmap:8 PCMA/8000",
                        "a=fmtp:101 0-16",
                        "a=x-unknown:stays"));
    }

    @Test
    void a_connection_of_the_media_line_and_its_rtcp_port_are_ours_too() throws SdpException {
        String rewritten = rewrite(
                Side.CALLER,
                true,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "t=0 0",
                "m=audio 4000 RTP/AVP 8",
                "c=IN IP4 192.0.2.8",
                "a=rtcp:4711 IN IP4 192.0.2.8");

        assertThat(rewritten).contains("m=audio 30000 RTP/AVP 8\r\nc=IN IP4 198.51.100.1\r\na=rtcp:30001\r\n");
    }

    @Test
    void multiplexed_rtcp_stays_on_the_rtp_port_of_an_answer() throws SdpException {
        String rewritten = rewrite(
                Side.CALLER,
                true,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "c=IN IP4 192.0.2.7",
                "t=0 0",
                "m=audio 4000 RTP/AVP 8",
                "a=rtcp:4000",
                "a=rtcp-mux");

        assertThat(rewritten).contains("a=rtcp:30000\r\na=rtcp-mux\r\n");
    }

    @Test
    void candidates_go_because_media_would_pass_us_by() throws SdpException {
        String rewritten = rewrite(
                Side.CALLEE,
                false,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "c=IN IP4 192.0.2.7",
                "t=0 0",
                "a=ice-options:trickle",
                "m=audio 4000 RTP/AVP 8",
                "a=ice-ufrag:8hhY",
                "a=ice-pwd:asd88fgpdd777uzjYhagZg",
                "a=candidate:1 1 UDP 2130706431 192.0.2.7 4000 typ host",
                "a=candidate:2 1 UDP 1694498815 203.0.113.3 45664 typ srflx raddr 192.0.2.7 rport 4000",
                "a=end-of-candidates",
                "a=sendrecv");

        assertThat(rewritten).doesNotContain("candidate").doesNotContain("ice-").contains("a=sendrecv");
    }

    @Test
    void a_rejected_line_stays_rejected() throws SdpException {
        String rewritten = rewrite(
                Side.CALLER,
                true,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "c=IN IP4 192.0.2.7",
                "t=0 0",
                "m=audio 4000 RTP/AVP 8",
                "m=video 0 RTP/AVP 96");

        assertThat(rewritten).contains("m=audio 30000 ").contains("m=video 0 RTP/AVP 96");
    }

    @Test
    void the_old_way_of_hold_arrives_as_such() throws SdpException {
        String rewritten = rewrite(
                Side.CALLEE,
                false,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "c=IN IP4 0.0.0.0",
                "t=0 0",
                "m=audio 4000 RTP/AVP 8");

        assertThat(rewritten).contains("c=IN IP4 0.0.0.0").contains("m=audio 30002 ");
    }

    @Test
    void fax_over_udptl_goes_through_us() throws SdpException {
        String rewritten = rewrite(
                Side.CALLEE,
                false,
                "v=0",
                "o=- 1 1 IN IP4 192.0.2.7",
                "s=-",
                "c=IN IP4 192.0.2.7",
                "t=0 0",
                "m=image 4000 udptl t38",
                "a=T38FaxVersion:0");

        assertThat(rewritten).contains("m=image 30002 udptl t38").contains("a=T38FaxVersion:0");
    }

    @Test
    void the_terms_of_a_line_say_what_its_receiver_understands() throws SdpException {
        LineTerms terms = LineTerms.of(SessionDescription.parse(sdp(
                        "v=0",
                        "o=- 1 1 IN IP4 192.0.2.7",
                        "s=-",
                        "c=IN IP4 192.0.2.7",
                        "t=0 0",
                        "m=audio 4000 RTP/AVP 0 96",
                        "a=rtpmap:96 opus/48000/2",
                        "a=fmtp:96 useinbandfec=1")))
                .getFirst();

        assertThat(terms.payloads())
                .extracting(p -> p.payloadType() + " " + p.encoding() + "/" + p.clockRateHertz() + "/" + p.channels())
                .containsExactly("0 PCMU/8000/1", "96 OPUS/48000/2");
        assertThat(terms.rtp()).isEqualTo(new MediaAddress("192.0.2.7", 4_000));
        assertThat(terms.rtcp()).isEqualTo(new MediaAddress("192.0.2.7", 4_001));
    }

    private String rewrite(Side receiver, boolean answer, String... lines) throws SdpException {
        SessionDescription sdp = SessionDescription.parse(sdp(lines));
        List<LinePorts> ports = List.of(AUDIO, VIDEO);
        if (!answer) {
            return offerAnswer.offer(sdp, receiver, ports, HIDDEN).toString();
        }
        offerAnswer.offer(sdp, CallParties.other(receiver), ports, HIDDEN);
        return offerAnswer.answer(sdp, receiver, ports, HIDDEN).toString();
    }

    private static LinePorts ports(int first) {
        return new LinePorts(new MediaAddress("198.51.100.1", first), new MediaAddress("198.51.100.1", first + 2));
    }

    private static String sdp(String... lines) {
        return String.join("\r\n", List.of(lines)) + "\r\n";
    }
}
