package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecWishesTest {

    private static final List<String> NONE = List.of();

    private final MediaDescription audio = line(
            "m=audio 4000 RTP/AVP 8 0 96 97 101",
            "a=rtpmap:96 opus/48000/2",
            "a=fmtp:96 useinbandfec=1",
            "a=rtpmap:97 G726-32/8000",
            "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-16",
            "a=x-unknown:stays",
            "a=ptime:20");

    @Test
    void without_wishes_nothing_changes() {
        assertThat(CodecWishes.NONE.applyTo(audio)).isEqualTo(audio);
    }

    @Test
    void a_stripped_codec_goes_with_all_that_is_said_about_it() {
        MediaDescription line = new CodecWishes(List.of("OPUS", "PCMU"), NONE, NONE).applyTo(audio);

        assertThat(line).hasToString("""
            m=audio 4000 RTP/AVP 8 97 101
            a=rtpmap:97 G726-32/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=x-unknown:stays
            a=ptime:20
            """.replace("\n", "\r\n"));
    }

    @Test
    void a_codec_may_be_named_with_its_clock_and_channels() {
        assertThat(formats(new CodecWishes(List.of("opus/48000/1"), NONE, NONE)))
                .contains("96");
        assertThat(formats(new CodecWishes(List.of("opus/48000/2"), NONE, NONE)))
                .doesNotContain("96");
        assertThat(formats(new CodecWishes(List.of("opus/48000//64000"), NONE, NONE)))
                .doesNotContain("96");
    }

    @Test
    void an_answer_is_stripped_but_not_put_in_order() {
        var stripped = new CodecWishes(List.of("PCMA"), NONE, NONE);
        var ordered = new CodecWishes(NONE, NONE, List.of("PCMU", "opus"));
        var offered = new CodecWishes(List.of("all"), List.of("telephone-event"), List.of("G726-32", "PCMU"));

        assertThat(stripped.applyToAnswer(audio).formats()).containsExactly("0", "96", "97", "101");
        assertThat(ordered.applyToAnswer(audio)).isEqualTo(audio);
        assertThat(offered.applyToAnswer(audio).formats()).containsExactly("0", "97", "101");
    }

    @Test
    void an_answer_from_which_nothing_would_be_left_stays() {
        assertThat(new CodecWishes(List.of("all"), NONE, NONE).applyToAnswer(audio))
                .isEqualTo(audio);
    }

    @Test
    void all_goes_except_what_is_excepted() {
        var wishes = new CodecWishes(List.of("all"), List.of("telephone-event", "PCMU"), NONE);

        assertThat(formats(wishes)).containsExactly("0", "101");
    }

    @Test
    void what_is_offered_comes_first_and_in_that_order() {
        assertThat(formats(new CodecWishes(NONE, NONE, List.of("opus", "PCMU"))))
                .containsExactly("96", "0", "8", "97", "101");
        assertThat(formats(new CodecWishes(List.of("full"), List.of("telephone-event"), List.of("opus", "PCMA"))))
                .containsExactly("96", "8", "101");
    }

    @Test
    void a_codec_that_was_not_offered_is_not_added() {
        assertThat(formats(new CodecWishes(NONE, NONE, List.of("G722")))).containsExactly("8", "0", "96", "97", "101");
    }

    @Test
    void a_line_keeps_its_codecs_when_none_would_be_left() {
        var wishes = new CodecWishes(List.of("all"), List.of("telephone-event"), NONE);

        assertThat(wishes.applyTo(audio)).isEqualTo(audio);
    }

    @Test
    void retransmissions_of_a_stripped_codec_go_with_it() {
        MediaDescription video = line(
                "m=video 4002 RTP/AVPF 100 101 102 103",
                "a=rtpmap:100 VP8/90000",
                "a=rtcp-fb:100 nack pli",
                "a=rtpmap:101 rtx/90000",
                "a=fmtp:101 apt=100",
                "a=rtpmap:102 H264/90000",
                "a=rtpmap:103 rtx/90000",
                "a=fmtp:103 apt=102;rtx-time=200");

        MediaDescription left = new CodecWishes(List.of("VP8"), NONE, NONE).applyTo(video);

        assertThat(left.formats()).containsExactly("102", "103");
        assertThat(left.toString()).doesNotContain("nack");
    }

    @Test
    void what_is_no_rtp_has_no_codecs() {
        MediaDescription fax = line("m=image 4000 udptl t38");

        assertThat(new CodecWishes(List.of("all"), NONE, NONE).applyTo(fax)).isEqualTo(fax);
    }

    @Test
    void an_answer_may_be_cut_to_its_first_codec_and_the_telephone_events() {
        assertThat(CodecWishes.onlyFirst(audio).formats()).containsExactly("8", "101");
    }

    private List<String> formats(CodecWishes wishes) {
        return wishes.applyTo(audio).formats();
    }

    private static MediaDescription line(String... lines) {
        try {
            return SessionDescription.parse("v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
                            + String.join("\r\n", lines) + "\r\n")
                    .media()
                    .getFirst();
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }
}
