package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parties on different nets, and of different address families. */
class InterfacesTest {

    private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

    @TempDir
    Path spool;

    private DatagramSocket bob;
    private TestNode node;
    private NgClient ng;
    private RtpPhone alice;

    @BeforeEach
    void start() {
        try {
            bob = new DatagramSocket(0, IPV6);
            bob.setSoTimeout(20_000);
        } catch (IOException _) {
            assumeTrue(false, "no IPv6 on this machine");
        }
        node = TestNode.start(
                spool, "--tapedeck.capture.interfaces=internal/127.0.0.1,external/127.0.0.2!127.0.0.3,external/::1");
        ng = new NgClient(node.ng());
        alice = new RtpPhone(1);
    }

    @AfterEach
    void stop() {
        if (node != null) {
            ng.close();
            alice.close();
            node.close();
            bob.close();
        }
    }

    @Test
    void a_caller_of_one_family_talks_to_a_callee_of_the_other() throws IOException {
        NgDictionary forBob = ng.ok(
                "offer",
                "call-id",
                "c",
                "from-tag",
                "a",
                "address family",
                "IP6",
                "record call",
                "yes",
                "sdp",
                alice.sdp());
        NgDictionary forAlice = ng.ok(
                "answer",
                "call-id",
                "c",
                "from-tag",
                "a",
                "to-tag",
                "b",
                "sdp",
                "v=0\r\no=- 1 1 IN IP6 ::1\r\ns=-\r\nc=IN IP6 ::1\r\nt=0 0\r\nm=audio " + bob.getLocalPort()
                        + " RTP/AVP 8\r\n");

        byte[] there = alice.send(NgClient.audioPort(forAlice));
        byte[] back = new RtpPhone(2).packet();
        assertThat(received()).isEqualTo(there);
        bob.send(new DatagramPacket(back, back.length, new InetSocketAddress(IPV6, NgClient.audioPort(forBob))));

        assertThat(alice.receive()).contains(back);
        assertThat(forBob.text("sdp").orElseThrow()).contains("c=IN IP6 ");
        assertThat(forBob.text("warning")).isEmpty();
        assertThat(forAlice.text("sdp").orElseThrow()).contains("c=IN IP4 127.0.0.1");
        String capture = ng.ok("delete", "call-id", "c")
                .dictionary("tapedeck")
                .orElseThrow()
                .text("capture")
                .orElseThrow();
        node.sealedManifest(capture);
        assertThat(RawCapture.read(node.media(capture)).packets())
                .extracting(RawCapture.Packet::payload)
                .containsExactly(there, back);
    }

    @Test
    void each_party_is_told_the_address_of_its_own_interface() {
        NgDictionary outwards = ng.ok(
                "offer",
                "call-id",
                "d",
                "from-tag",
                "a",
                "direction",
                List.of("internal", "external"),
                "sdp",
                alice.sdp());
        NgDictionary inwards = ng.ok("answer", "call-id", "d", "from-tag", "a", "to-tag", "b", "sdp", alice.sdp());

        assertThat(outwards.text("sdp").orElseThrow()).contains("c=IN IP4 127.0.0.3");
        assertThat(inwards.text("sdp").orElseThrow()).contains("c=IN IP4 127.0.0.1");
    }

    @Test
    void an_interface_that_nobody_configured_is_the_first() {
        NgDictionary offer = ng.ok(
                "offer", "call-id", "e", "from-tag", "a", "flags", List.of("internal", "nowhere"), "sdp", alice.sdp());

        assertThat(offer.text("sdp").orElseThrow()).contains("c=IN IP4 127.0.0.1");
        assertThat(offer.text("warning").orElseThrow()).contains("nowhere");
    }

    private byte[] received() throws IOException {
        var packet = new DatagramPacket(new byte[2_048], 2_048);
        bob.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
