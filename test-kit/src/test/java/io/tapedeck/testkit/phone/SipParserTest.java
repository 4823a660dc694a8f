package io.tapedeck.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.protocol.sdp.Direction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipParserTest {

    private static final String INVITE = """
            INVITE sip:1002@example.org;user=phone SIP/2.0
            v: SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK-7,
             SIP/2.0/TCP 192.0.2.2;branch=z9hG4bK-6
            f: "Ä, \\"B\\" <c>" <sip:1001@example.org>;tag=a
            t: <sip:1002@example.org>
            i: 4711
            cseq: 17 INVITE
            record-route: <sip:p1;lr>, <sip:p2;lr>
            m: <sip:1001@192.0.2.1:5062;transport=tcp>
            l: 4

            böd""".replace("\n", "\r\n");

    @Test
    void compact_names_folded_lines_and_shared_lines_are_understood() throws Exception {
        SipMessage message = SipParser.datagram(bytes(INVITE));

        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.requestUri()).isEqualTo("sip:1002@example.org;user=phone");
        assertThat(message.branch()).isEqualTo("z9hG4bK-7");
        assertThat(message.values("Via")).hasSize(2);
        assertThat(message.values("Record-Route")).containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
        assertThat(message.from().displayName()).isEqualTo("Ä, \"B\" <c>");
        assertThat(message.from().tag()).isEqualTo("a");
        assertThat(message.sequence()).isEqualTo(17);
        assertThat(SipUri.parse(NameAddress.parse(message.header("Contact")).uri())
                        .wantsTcp())
                .isTrue();
        assertThat(message.body()).isEqualTo("böd");
    }

    @Test
    void a_message_is_the_same_after_it_was_written_and_read_again() throws Exception {
        SipMessage message = SipParser.datagram(bytes(INVITE));

        assertThat(SipParser.datagram(ByteBuffer.wrap(message.toBytes()))).isEqualTo(message);
    }

    @Test
    void a_stream_gives_each_message_when_its_last_byte_has_come() throws Exception {
        ByteBuffer whole = bytes("\r\n\r\n" + INVITE + INVITE);
        ByteBuffer stream = ByteBuffer.allocate(4_096);
        int messages = 0;

        while (whole.hasRemaining()) {
            stream.put(whole.get()).flip();
            if (SipParser.next(stream) != null) {
                messages++;
                assertThat(stream.hasRemaining()).isFalse();
                assertThat(whole.remaining())
                        .isEqualTo((2 - messages) * bytes(INVITE).remaining());
            }
            stream.compact();
        }

        assertThat(messages).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "INVITE sip:a SIP/3.0", "SIP/2.0 99 No", "SIP/2.0 200 OK\r\nno colon"})
    void what_is_no_message_is_refused(String head) {
        assertThatThrownBy(() -> SipParser.datagram(bytes(head + "\r\n\r\n"))).isInstanceOf(SipSyntaxException.class);
    }

    @Test
    void damaged_messages_are_refused_or_read_but_break_nothing() {
        var random = new SplittableRandom(42);
        byte[] original = INVITE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = original.clone();
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                SipMessage message = SipParser.datagram(ByteBuffer.wrap(damaged));
                message.branch();
                message.sequence();
                message.from().tag();
            } catch (SipSyntaxException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void an_answer_has_a_line_for_each_of_the_offer_and_refuses_all_but_the_sound() throws Exception {
        CallSdp offer = CallSdp.parse(
                "v=0\r\nc=IN IP4 192.0.2.1\r\na=sendonly\r\nm=video 4000 RTP/AVP 96\r\na=inactive\r\n"
                        + "m=audio 4002 RTP/AVP 8 0 97\r\na=rtpmap:97 telephone-event/8000\r\nm=text 4004 RTP/AVP 98\r\n");

        String answer = CallSdp.format(1, 1, offer);

        assertThat(offer.mirrored()).isEqualTo(Direction.RECVONLY);
        assertThat(offer.payloadTypes()).containsExactly(8, 0);
        assertThat(offer.eventPayloadType()).isEqualTo(97);
        assertThat(answer.lines().filter(line -> line.startsWith("m=")))
                .containsExactly("m=video 0 RTP/AVP 96", "m=audio 4002 RTP/AVP 8 0 97", "m=text 0 RTP/AVP 98");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
