package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.capture.session.SdpWishes.Replacement;
import io.tapedeck.capture.session.SdpWishes.RtcpMux;
import io.tapedeck.capture.session.SdpWishes.Trait;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a controller asks for and what the parties then see. */
class SdpWishesTest {

    private static final List<LinePorts> PORTS =
            List.of(new LinePorts(new MediaAddress("198.51.100.1", 30_000), new MediaAddress("198.51.100.1", 30_002)));

    private final OfferAnswer offerAnswer = new OfferAnswer();

    @ParameterizedTest
    @CsvSource({
        // wish, offered, answered: what the callee is offered, what the caller is answered
        "'',          false, false, false, false",
        "'',          true,  true,  true,  true",
        "'',          true,  false, true,  false",
        "OFFER,       false, true,  true,  false",
        "OFFER,       false, false, true,  false",
        "REQUIRE,     false, true,  true,  false",
        "DEMUX,       true,  false, false, true",
        "ACCEPT,      true,  false, true,  true",
        "REJECT,      true,  false, false, false",
        "OFFER REJECT,true,  true,  true,  false",
        "OFFER DEMUX, true,  true,  true,  true",
    })
    void rtcp_mux_is_agreed_with_each_party_for_itself(
            String wish, boolean offered, boolean answered, boolean calleeSees, boolean callerSees)
            throws SdpException {
        SdpWishes wishes = mux(wish);

        SessionDescription offer = offer(wishes, audio("RTP/AVP", offered ? "a=rtcp-mux" : "a=x"));
        SessionDescription answer = answer(SdpWishes.NONE, audio("RTP/AVP", answered ? "a=rtcp-mux" : "a=x"));

        assertThat(offer.media().getFirst().rtcpMux()).isEqualTo(calleeSees);
        assertThat(answer.media().getFirst().rtcpMux()).isEqualTo(callerSees);
    }

    private static SdpWishes mux(String words) {
        Set<RtcpMux> wanted = new java.util.HashSet<>();
        for (String word : words.split(" ", -1)) {
            if (!word.isEmpty()) {
                wanted.add(RtcpMux.valueOf(word));
            }
        }
        return new SdpWishes(Set.of(), CodecWishes.NONE, wanted, null, null, Set.of());
    }

    @Test
    void the_answer_shows_the_offerer_no_codec_that_is_stripped_from_it() throws SdpException {
        var strip = new CodecWishes(List.of("PCMU"), List.of(), List.of());
        var wishes = new SdpWishes(Set.of(), strip, Set.of(), null, null, Set.of());
        String both = audio("RTP/AVP", "a=sendrecv").replace("RTP/AVP 8", "RTP/AVP 0 8");
        offer(SdpWishes.NONE, both);

        assertThat(answer(wishes, both).toString()).contains("m=audio 30000 RTP/AVP 8\r\n");
    }

    @Test
    void required_multiplexing_names_no_second_port() throws SdpException {
        SessionDescription offer = offer(mux("REQUIRE"), audio("RTP/AVP", "a=rtcp:4001"));

        assertThat(offer.toString()).contains("a=rtcp:30002\r\na=rtcp-mux\r\n");
    }

    @Test
    void feedback_is_offered_on_demand_and_the_answer_is_in_the_offerers_protocol() throws SdpException {
        SessionDescription offer = offer(protocol("RTP/AVPF"), audio("RTP/AVP", "a=sendrecv"));
        SessionDescription answer = answer(SdpWishes.NONE, audio("RTP/AVPF", "a=sendrecv"));

        assertThat(offer.toString()).contains("m=audio 30002 RTP/AVPF 8");
        assertThat(answer.toString()).contains("m=audio 30000 RTP/AVP 8");
    }

    @Test
    void without_feedback_nothing_is_said_about_it() throws SdpException {
        SessionDescription offer = offer(protocol("RTP/AVP"), audio("RTP/AVPF", "a=rtcp-fb:8 nack"));

        assertThat(offer.toString()).contains("m=audio 30002 RTP/AVP 8").doesNotContain("rtcp-fb");
    }

    @ParameterizedTest
    @CsvSource({"RTP/AVP, RTP/SAVP", "UDP/TLS/RTP/SAVPF, RTP/AVP", "RTP/SAVPF, RTP/AVPF"})
    void srtp_is_neither_made_nor_ended_here(String given, String wanted) {
        assertThatThrownBy(() -> offer(protocol(wanted), audio(given, "a=sendrecv")))
                .isInstanceOf(UnbridgeableSdpException.class)
                .hasMessageContaining("Cannot bridge " + given + " and " + wanted);
    }

    @Test
    void srtp_passes_as_it_is() throws SdpException {
        String crypto = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR";

        assertThat(offer(SdpWishes.NONE, audio("RTP/SAVP", crypto)).toString())
                .contains("m=audio 30002 RTP/SAVP 8")
                .contains(crypto);
    }

    @Test
    void fax_has_no_rtp_profile_to_change() throws SdpException {
        assertThat(offer(protocol("RTP/SAVP"), "m=image 4000 udptl t38").toString())
                .contains("m=image 30002 udptl t38");
    }

    @Test
    void nothing_of_the_origin_is_shown_unless_it_may_be() throws SdpException {
        SessionDescription shown = offer(SdpWishes.NONE, audio("RTP/AVP", "a=x"));
        SessionDescription hidden = offer(replace(Replacement.ORIGIN), audio("RTP/AVP", "a=x"));

        assertThat(shown.origin()).isEqualTo("alice 7 3 IN IP4 192.0.2.7");
        assertThat(hidden.origin()).isEqualTo("alice 7 3 IN IP4 198.51.100.1");
    }

    @Test
    void the_version_grows_with_each_change_and_only_then() throws SdpException {
        SdpWishes version = replace(Replacement.VERSION);

        assertThat(offer(version, audio("RTP/AVP", "a=sendrecv")).origin()).startsWith("alice 7 3 ");
        assertThat(offer(version, audio("RTP/AVP", "a=sendrecv")).origin()).startsWith("alice 7 3 ");
        assertThat(offer(version, audio("RTP/AVP", "a=sendonly")).origin()).startsWith("alice 7 4 ");
        assertThat(offer(replace(Replacement.VERSION_ALWAYS), audio("RTP/AVP", "a=sendonly"))
                        .origin())
                .startsWith("alice 7 5 ");
    }

    @Test
    void user_and_session_name_stay_what_the_party_saw_first() throws SdpException {
        SdpWishes names = replace(Replacement.USERNAME, Replacement.SESSION_NAME);
        offer(names, audio("RTP/AVP", "a=x"));

        SessionDescription second = offerAnswer.offer(
                SessionDescription.parse(
                        "v=0\r\no=bob 9 9 IN IP4 192.0.2.9\r\ns=other\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"),
                Side.CALLEE,
                PORTS,
                names);

        assertThat(second.origin()).isEqualTo("alice 9 9 IN IP4 192.0.2.9");
        assertThat(second.sessionName()).isEqualTo("first");
    }

    @Test
    void the_old_way_of_hold_is_replaced_on_demand() throws SdpException {
        String hold = "m=audio 4000 RTP/AVP 8\r\nc=IN IP4 0.0.0.0";

        assertThat(offer(SdpWishes.NONE, hold).toString()).contains("c=IN IP4 0.0.0.0");
        assertThat(offer(replace(Replacement.ZERO_ADDRESS), hold).toString()).doesNotContain("0.0.0.0");
    }

    @Test
    void another_address_may_be_named_in_place_of_ours() throws SdpException {
        var wishes =
                new SdpWishes(Set.of(Replacement.ORIGIN), CodecWishes.NONE, Set.of(), null, "2001:db8::1", Set.of());

        assertThat(offer(wishes, audio("RTP/AVP", "a=x")).toString())
                .contains("o=alice 7 3 IN IP6 2001:db8::1\r\n")
                .contains("c=IN IP6 2001:db8::1\r\n");
    }

    @Test
    void the_rtcp_attribute_is_left_out_or_complete_on_demand() throws SdpException {
        assertThat(offer(traits(Trait.NO_RTCP_ATTRIBUTE), audio("RTP/AVP", "a=rtcp:4001"))
                        .toString())
                .doesNotContain("a=rtcp");
        assertThat(offer(traits(Trait.FULL_RTCP_ATTRIBUTE), audio("RTP/AVP", "a=x"))
                        .toString())
                .contains("a=rtcp:30003 IN IP4 198.51.100.1\r\n");
    }

    @Test
    void a_line_that_got_its_name_from_us_has_none_in_the_answer() throws SdpException {
        SessionDescription offer = offer(traits(Trait.GENERATE_MID), audio("RTP/AVP", "a=x"));
        SessionDescription answer = answer(SdpWishes.NONE, audio("RTP/AVP", "a=mid:1"));

        assertThat(offer.toString()).contains("a=mid:1");
        assertThat(answer.toString()).doesNotContain("a=mid");
    }

    private SessionDescription offer(SdpWishes wishes, String media) throws SdpException {
        return offerAnswer.offer(session(media), Side.CALLEE, PORTS, wishes);
    }

    private SessionDescription answer(SdpWishes wishes, String media) throws SdpException {
        return offerAnswer.answer(session(media), Side.CALLER, PORTS, wishes);
    }

    private static SessionDescription session(String media) throws SdpException {
        return SessionDescription.parse(
                "v=0\r\no=alice 7 3 IN IP4 192.0.2.7\r\ns=first\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n" + media + "\r\n");
    }

    private static String audio(String protocol, String attribute) {
        return "m=audio 4000 " + protocol + " 8\r\n" + attribute;
    }

    private static SdpWishes replace(Replacement... what) {
        return new SdpWishes(Set.of(what), CodecWishes.NONE, Set.of(), null, null, Set.of());
    }

    private static SdpWishes protocol(@Nullable String protocol) {
        return new SdpWishes(Set.of(), CodecWishes.NONE, Set.of(), protocol, null, Set.of());
    }

    private static SdpWishes traits(Trait... traits) {
        return new SdpWishes(Set.of(), CodecWishes.NONE, Set.of(), null, null, Set.of(traits));
    }
}
