package io.tapedeck.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SdpChangesTest {

    @Test
    void a_relay_changes_address_and_port_and_no_other_line() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.PHONE);

        SessionDescription relayed = offer.withOrigin("IP6", "2001:db8::9")
                .withConnection("IP6", "2001:db8::9")
                .withMedia(0, offer.media().getFirst().withPort(30_000));

        assertThat(changedLines(offer, relayed))
                .containsExactly(
                        "o=- 20518 0 IN IP6 2001:db8::9", "c=IN IP6 2001:db8::9", "m=audio 30000 RTP/AVP 9 8 0 18 101");
    }

    @Test
    void a_connection_goes_where_the_grammar_wants_it() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.WEBRTC);
        MediaDescription second =
                SessionDescription.parse(SdpOffers.IPV6).media().getFirst();

        String session = offer.withConnection("IP4", "192.0.2.1").toString();
        String media = second.withConnection(Connection.to("2001:db8::2")).toString();

        assertThat(session).contains("s=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n");
        assertThat(media).contains("i=second line\r\nc=IN IP6 2001:db8::2\r\na=rtpmap");
    }

    @Test
    void several_addresses_become_the_one_that_was_asked_for() throws SdpException {
        MediaDescription audio = SessionDescription.parse(
                        SdpOffers.PHONE + "c=IN IP4 233.252.0.1/127\r\nc=IN IP4 233.252.0.2/127\r\na=last\r\n")
                .media()
                .getFirst();

        assertThat(audio.withConnection(Connection.to("192.0.2.1")).toString())
                .endsWith("a=sendrecv\r\nc=IN IP4 192.0.2.1\r\na=last\r\n");
        assertThat(audio.withoutConnection().connection()).isEmpty();
    }

    @Test
    void an_attribute_is_replaced_where_it_stands_or_added_at_the_end() throws SdpException {
        MediaDescription audio =
                SessionDescription.parse(SdpOffers.PHONE).media().getFirst();

        MediaDescription changed = audio.withAttribute("ptime", "30")
                .withAttribute("rtcp", "30001")
                .withoutAttribute("sendrecv")
                .withAttribute("inactive", null);

        assertThat(changed.toString()).endsWith("a=fmtp:101 0-15\r\na=ptime:30\r\na=rtcp:30001\r\na=inactive\r\n");
        assertThat(changed.direction()).isEqualTo(Direction.INACTIVE);
        assertThat(changed.rtcpPort()).isEqualTo(30_001);
    }

    @Test
    void an_attribute_whose_name_begins_alike_is_another_one() throws SdpException {
        MediaDescription audio =
                SessionDescription.parse(SdpOffers.WEBRTC).media().getFirst();

        MediaDescription changed = audio.withoutAttribute("rtcp");

        assertThat(changed.rtcpMux()).isTrue();
        assertThat(changed.attribute("rtcp")).isEmpty();
        assertThat(changed.attribute("rtcp-fb")).isPresent();
    }

    @Test
    void dropping_formats_drops_what_belongs_to_them() throws SdpException {
        MediaDescription audio =
                SessionDescription.parse(SdpOffers.PHONE).media().getFirst();
        MediaDescription video =
                SessionDescription.parse(SdpOffers.WEBRTC).media().getLast();

        MediaDescription reduced = audio.withFormats(List.of("8", "101"));

        assertThat(reduced.toString())
                .isEqualTo("m=audio 11780 RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"
                        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");
        assertThat(video.withFormats(List.of("97")).toString()).contains("a=rtcp-fb:* ccm fir", "a=fmtp:97 apt=96");
    }

    @Test
    void a_port_pair_stays_one() throws SdpException {
        MediaDescription audio =
                SessionDescription.parse(SdpOffers.IPV6).media().getFirst();

        assertThat(audio.portCount()).isEqualTo(2);
        assertThat(audio.withPort(7_000).toString()).startsWith("m=audio 7000/2 RTP/SAVP 96 8\r\n");
    }

    @Test
    void the_original_stays_as_it_was() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.PHONE);

        SessionDescription changed = offer.withAttribute("tool", "x")
                .withMedia(0, offer.media().getFirst().withPort(0));

        assertThat(changed).isNotEqualTo(offer);
        assertThat(changed.withoutAttribute("tool").withMedia(0, offer.media().getFirst()))
                .isEqualTo(offer);
        assertThat(offer).hasToString(SdpOffers.PHONE);
    }

    private static List<String> changedLines(SessionDescription before, SessionDescription after) {
        var lines = new ArrayList<>(Arrays.asList(after.toString().split("\r\n", -1)));
        lines.removeAll(Arrays.asList(before.toString().split("\r\n", -1)));
        return lines;
    }
}
