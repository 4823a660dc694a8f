package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gov.nist.javax.sip.header.Via;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever arrives, the proxy goes on serving. */
class HostileInputTest extends WireTest {

    @Test
    void a_message_that_cannot_be_read_is_counted_and_answered() {
        String broken = alice.invite("sip:1002@example.com", "broken").replace("CSeq: 1 INVITE", "CSeq: one INVITE");

        alice.send(broken);

        alice.expectStatus(400);
        assertThat(meters.counter("tapedeck.sip.malformed").count()).isPositive();
        serves();
    }

    @Test
    void random_bytes_and_cut_messages_do_not_stop_the_proxy() {
        var random = new Random(42);
        byte[] good = alice.invite("sip:1002@example.com", "cut").getBytes(StandardCharsets.UTF_8);

        for (int round = 0; round < 300; round++) {
            byte[] bytes = good.clone();
            for (int change = 0; change < 1 + round % 20; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            alice.send(bytes);
            alice.send(java.util.Arrays.copyOf(good, random.nextInt(good.length)));
        }

        serves();
    }

    @Test
    void messages_of_rfc_4475_do_not_stop_the_proxy() {
        for (String message : TORTURE) {
            alice.send(message.replace("\n", "\r\n"));
        }

        serves();
    }

    /** After RFC 4475, 3.1 to 3.3: valid oddities and invalid ones. */
    private static final List<String> TORTURE = List.of("""
            INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
            TO :
             sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
            from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
              ;
              tag = 98asjd8
            MaX-fOrWaRdS: 0068
            Call-ID: wsinv.ndaksdj@192.0.2.1
            Content-Length   : 0
            cseq: 0009
              INVITE
            Via  : SIP  /   2.0
             /UDP
                192.0.2.2;branch=390skdjuw
            s :
            NewFangledHeader:   newfangled value
             continued newfangled value
            UnknownHeaderWithUnusualValue: ;;,,;;,;

            """, """
            !interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0
            Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~
            To: "BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007f" <sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*@example.com>
            From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="x";tag=_token~1'+`*%!-.
            Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}{
            CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
            Max-Forwards: 255
            extensionHeader-!.%*+_`'~:\uFEFF大停電
            Content-Length: 0

            """, """
            INVITE sip:user@example.com SIP/2.0
            Max-Forwards: 80
            To: sip:j.user@example.com
            From: sip:caller@example.net;tag=93942939o2
            Contact: <sip:caller@hungry.example.net>
            Call-ID: clerr.0ha0isndaksdjweiafasdk3
            CSeq: 8 INVITE
            Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bK-39234-23523
            Content-Type: application/sdp
            Content-Length: 9999

            v=0
            """, """
            INVITE sip:user@example.com SIP/2.0
            Max-Forwards: 254
            To: sip:j.user@example.com
            From: sip:caller@example.net;tag=32394234
            Call-ID: ncl.0ha0isndaksdj2193423r542w35
            CSeq: 0 INVITE
            Via: SIP/2.0/UDP 192.0.2.53;branch=z9hG4bKkdjuw
            Content-Length: -999

            """, """
            REGISTER sip:example.com SIP/2.0
            Via: SIP/2.0/TCP host129.example.com;branch=z9hG4bK342sdfoi3
            To: <sip:user@example.com>
            From: <sip:user@example.com>;tag=239232jh3
            CSeq: 36893488147419103232 REGISTER
            Call-ID: scalar02.23o0pd9vanlq3wnrlnewofjas9ui32
            Max-Forwards: 300
            Expires: 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
            Contact: <sip:user@host129.example.com>
              ;expires=280297596632815
            Content-Length: 0

            """, """
            INVITE sip:user@example.com; lr SIP/2.0
            To: <sip:user@example.com>, <sip:user2@example.com>
            From: <sip:a@example.com>;tag=1
            From: <sip:b@example.com>;tag=2
            Call-ID: multi01
            CSeq: 5 INVITE
            CSeq: 59 INVITE
            Max-Forwards: 3
            Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw

            """, """
            OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0
            To: sip:user@example.com
            From: sip:caller@example.net;tag=323
            Max-Forwards: 70
            Call-ID: novelsc.asdfasser0q239nwsdfasdkl34
            CSeq: 3923423 OPTIONS
            Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234
            Content-Length: 0

            """, """
            OPTIONS sip:t.watson@example.org SIP/7.0
            Via: SIP/7.0/UDP c.example.com;branch=z9hG4bKkdjuw
            Max-Forwards: 70
            From: A. Bell <sip:a.g.bell@example.com>;tag=qweoiqpe
            To: T. Watson <sip:t.watson@example.org>
            Call-ID: badvers.31417@c.example.com
            CSeq: 1 OPTIONS

            """, """
            SIP/2.0 4294967301 better not break the receiver
            Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe
            Call-ID: bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i
            CSeq: 353494 INVITE
            From: <sip:user@example.com>;tag=39ansfi3
            To: <sip:user@example.edu>;tag=902jndnke3
            Content-Length: 0

            """);

    @Test
    void an_answer_to_nothing_is_reflected_to_nobody_and_holds_up_nobody() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String forged = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1:" + server.port()
                    + ";branch=z9hG4bK0123456789abcdef0123456789abcdef-1\r\n"
                    + "Via: SIP/2.0/UDP 127.0.0.1:" + carol.port() + ";branch=z9hG4bKvictim\r\n"
                    + "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>;tag=2\r\n"
                    + "Call-ID: forged\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n";

            alice.send(forged);
            alice.send(forged.replace("UDP 127.0.0.1:" + carol.port(), "TCP 127.0.0.1:" + silent.getLocalPort()));

            serves();
            assertThat(carol.hearsNo(message -> message.status() == 200, Duration.ofMillis(200)))
                    .isTrue();
            silent.setSoTimeout(200);
            assertThatThrownBy(silent::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_branch_of_our_own_is_known_again_above_its_own_via_only() throws Exception {
        var marks = new BranchMarks(KEYS.branchKey());
        Via below =
                (Via) Headers.of("Via", "SIP/2.0/UDP 192.0.2.1:5060;received=192.0.2.7;rport=61000;branch=z9hG4bKa");
        Via other =
                (Via) Headers.of("Via", "SIP/2.0/UDP 192.0.2.2:5060;received=192.0.2.7;rport=61000;branch=z9hG4bKa");

        String branch = marks.next(below, "mark");

        assertThat(marks.isOwn(branch, below)).isTrue();
        assertThat(new BranchMarks(KEYS.branchKey()).isOwn(branch, below)).isTrue();
        assertThat(marks.isOwn(branch, other)).isFalse();
        assertThat(new BranchMarks(new byte[32]).isOwn(branch, below)).isFalse();
        assertThat(marks.isOwn("z9hG4bK", below)).isFalse();
    }

    @Test
    void a_register_says_what_it_has_and_a_short_one_is_too_brief() {
        alice.send(alice.request("REGISTER", "sip:example.com", "reg", "", "Expires: 600"));
        assertThat(alice.expectStatus(200).header("Contact"))
                .contains(alice.uri())
                .contains("expires=600");

        alice.send(alice.request("REGISTER", "sip:example.com", "reg2", "", "Expires: 1"));
        assertThat(alice.expectStatus(423).header("Min-Expires")).isEqualTo("60");
        assertThat(house.registrations.getFirst().source()).isEqualTo(FakeHouse.flow(alice));
    }

    private void serves() {
        bob.ask(
                bob.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "alive", ""),
                message -> message.status() == 200);
    }
}
