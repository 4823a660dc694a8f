package io.tapedeck.protocol.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {

    @ParameterizedTest
    @MethodSource("offers")
    void unchanged_text_comes_out_as_it_went_in(String name) throws SdpException {
        String text = SdpOffers.ALL.get(name);

        assertThat(SessionDescription.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @MethodSource("offers")
    void line_ends_become_cr_lf_and_empty_lines_go(String name) throws SdpException {
        String text = SdpOffers.ALL.get(name);
        String unix = text.replace("\r\n", "\n");

        assertThat(SessionDescription.parse(unix)).hasToString(text);
        assertThat(SessionDescription.parse(unix.strip())).hasToString(text);
        assertThat(SessionDescription.parse("\n" + unix.replace("\n", "\n\n"))).hasToString(text);
        assertThat(SessionDescription.parse(unix)).isEqualTo(SessionDescription.parse(text));
    }

    static List<String> offers() {
        return SdpOffers.ALL.keySet().stream().sorted().toList();
    }

    @Test
    void reads_a_phone() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.PHONE);
        MediaDescription audio = offer.media().getFirst();

        assertThat(offer.origin()).isEqualTo("- 20518 0 IN IP4 192.0.2.10");
        assertThat(offer.connection()).contains(new Connection("IN", "IP4", "192.0.2.10"));
        assertThat(offer.connectionAddressOf(0)).isEqualTo("192.0.2.10");
        assertThat(audio.type()).isEqualTo("audio");
        assertThat(audio.port()).isEqualTo(11_780);
        assertThat(audio.portCount()).isEqualTo(1);
        assertThat(audio.rtcpPort()).isEqualTo(11_781);
        assertThat(audio.rtcpMux()).isFalse();
        assertThat(audio.protocol()).isEqualTo("RTP/AVP");
        assertThat(audio.attribute("ptime")).contains("20");
        assertThat(audio.payloadTypes())
                .containsExactly(
                        new PayloadType(9, "G722", 8_000, 1, ""),
                        new PayloadType(8, "PCMA", 8_000, 1, ""),
                        new PayloadType(0, "PCMU", 8_000, 1, ""),
                        new PayloadType(18, "G729", 8_000, 1, "annexb=no"),
                        new PayloadType(101, "TELEPHONE-EVENT", 8_000, 1, "0-15"));
    }

    @Test
    void reads_a_browser() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.WEBRTC);
        MediaDescription audio = offer.media().getFirst();
        MediaDescription video = offer.media().getLast();

        assertThat(offer.attribute("group")).contains("BUNDLE 0 1");
        assertThat(offer.attribute("extmap-allow-mixed")).contains("");
        assertThat(offer.connection()).isEmpty();
        assertThat(offer.connectionAddressOf(0)).isEqualTo("203.0.113.7");
        assertThat(audio.rtcpMux()).isTrue();
        assertThat(audio.rtcpPort()).isEqualTo(9);
        assertThat(audio.attributeValues("candidate")).hasSize(2);
        assertThat(audio.payloadTypes())
                .hasSize(8)
                .contains(new PayloadType(111, "OPUS", 48_000, 2, "minptime=10;useinbandfec=1"))
                .contains(new PayloadType(63, "RED", 48_000, 2, "111/111"));
        assertThat(video.rejected()).isTrue();
        assertThat(video.rtcpPort()).isZero();
        assertThat(video.connection())
                .hasValueSatisfying(
                        connection -> assertThat(connection.isUnspecified()).isTrue());
    }

    @Test
    void reads_video_with_its_own_rtcp_and_directions() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.VIDEO);

        assertThat(offer.media()).extracting(MediaDescription::rtcpPort).containsExactly(2_400, 2_329, 0);
        assertThat(offer.directionOf(1)).isEqualTo(Direction.SENDONLY);
        assertThat(offer.media().get(1).payloadTypes()).contains(new PayloadType(34, "H263", 90_000, 1, ""));
        assertThat(offer.media().get(2).payloadTypes()).isEmpty();
        assertThat(offer.media().get(2).formats()).containsExactly("*");
    }

    @Test
    void reads_labels_and_faxes() throws SdpException {
        SessionDescription siprec = SessionDescription.parse(SdpOffers.SIPREC);
        MediaDescription fax = SessionDescription.parse(SdpOffers.T38).media().get(1);

        assertThat(siprec.media())
                .extracting(media -> media.attribute("label").orElseThrow())
                .containsExactly("1", "2");
        assertThat(fax.type()).isEqualTo("image");
        assertThat(fax.protocol()).isEqualTo("udptl");
        assertThat(fax.formats()).containsExactly("t38");
        assertThat(fax.payloadTypes()).isEmpty();
        assertThat(fax.attribute("T38FaxFillBitRemoval")).contains("");
    }

    @Test
    void a_session_wide_direction_counts_for_media_without_their_own() throws SdpException {
        SessionDescription hold = SessionDescription.parse(SdpOffers.HOLD);

        assertThat(hold.directionOf(0)).isEqualTo(Direction.SENDONLY);
        assertThat(hold.directionOf(1)).isEqualTo(Direction.INACTIVE);
        assertThat(hold.media().getFirst().direction()).isEqualTo(Direction.SENDRECV);
        assertThat(hold.connection())
                .hasValueSatisfying(
                        connection -> assertThat(connection.isUnspecified()).isTrue());
    }

    @Test
    void a_refused_medium_may_do_without_an_address() throws SdpException {
        SessionDescription offer =
                SessionDescription.parse("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nm=audio 0 RTP/AVP 0\n");

        assertThat(offer.connectionAddressOf(0)).isEqualTo("192.0.2.1");
    }

    @Test
    void a_mapping_that_makes_no_sense_gives_way_to_the_static_table() throws SdpException {
        MediaDescription audio = SessionDescription.parse(SdpOffers.PHONE
                        .replace("PCMA/8000", "PCMA/none")
                        .replace("rtpmap:9 G722/8000", "rtpmap:9")
                        .replace("telephone-event/8000", "telephone-event/0"))
                .media()
                .getFirst();

        assertThat(audio.payloadTypes()).extracting(PayloadType::number).containsExactly(9, 8, 0, 18);
    }

    @Test
    void port_65535_has_no_rtcp_port_behind_it() throws SdpException {
        MediaDescription audio = SessionDescription.parse(SdpOffers.PHONE.replace("11780", "65535"))
                .media()
                .getFirst();

        assertThat(audio.rtcpPort()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "hello",
                "o=- 1 1 IN IP4 192.0.2.1\nv=0\n",
                "v=1\no=- 1 1 IN IP4 192.0.2.1\n",
                "v=0\ns=-\n",
                "v=0\no=- 1 1 IN IP4\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1 more\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 1 \n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio -1 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 65536 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 99999999999999 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 1/0 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 1/ RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio \u0661 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 1 RTP/AVP 0\nc=IN\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nm=audio 1 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\na=a\u0000b\n",
                "v=0\no=- 1 1 IN IP4 192.0.2.1\nnonsense\n",
            })
    void refuses_what_is_no_usable_description(String text) {
        assertThatExceptionOfType(SdpException.class).isThrownBy(() -> SessionDescription.parse(text));
    }

    @Test
    void refuses_a_megabyte_of_text_with_a_short_word() {
        String text = SdpOffers.PHONE + "a=" + "x".repeat(1 << 20);

        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(text))
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .contains("at most 65535")
                        .hasSizeLessThan(100));
    }

    @Test
    void refuses_ten_thousand_media_or_lines() {
        String head = "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\n";

        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(head + "m=a 1 x\n".repeat(8_000)))
                .withMessage("more than 64 media");
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(head + "m=audio 1 RTP/AVP 0\n".repeat(10_000)))
                .withMessageContaining("at most");
        assertThatExceptionOfType(SdpException.class)
                .isThrownBy(() -> SessionDescription.parse(head + "a=x\n".repeat(10_000)))
                .withMessage("more than 2000 lines");
    }

    @Test
    void many_formats_and_mappings_stay_cheap() throws SdpException {
        String text = "v=0\no=- 1 1 IN IP4 192.0.2.1\nc=IN IP4 192.0.2.1\nm=audio 1 RTP/AVP"
                + " 96".repeat(10_000)
                + "\n"
                + "a=rtpmap:96 x/8000\n".repeat(1_500);

        List<PayloadType> types =
                SessionDescription.parse(text).media().getFirst().payloadTypes();

        assertThat(types).hasSize(10_000);
    }

    @Test
    void values_cannot_smuggle_lines() throws SdpException {
        SessionDescription offer = SessionDescription.parse(SdpOffers.PHONE);
        MediaDescription audio = offer.media().getFirst();

        assertThatIllegalArgumentException().isThrownBy(() -> offer.withConnection("IP4", "1.2.3.4\r\na=evil"));
        assertThatIllegalArgumentException().isThrownBy(() -> offer.withOrigin("IP4", "1.2.3.4 x"));
        assertThatIllegalArgumentException().isThrownBy(() -> audio.withAttribute("x", "1\na=evil"));
        assertThatIllegalArgumentException().isThrownBy(() -> audio.withAttribute("x:y", "1"));
        assertThatIllegalArgumentException().isThrownBy(() -> audio.withFormats(List.of("0\r\na=evil")));
        assertThatIllegalArgumentException().isThrownBy(() -> audio.withPort(65_536));
    }
}
