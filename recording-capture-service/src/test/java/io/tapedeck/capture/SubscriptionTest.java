package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Third parties that get copies, as controllers want them for SIPREC. */
class SubscriptionTest {

    @TempDir
    static Path spool;

    private static TestNode node;

    private RelayedPhones call;
    private NgClient ng;
    private final RtpPhone aliceCopy = new RtpPhone(0xC);
    private final RtpPhone bobCopy = new RtpPhone(0xD);

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void setUp() {
        call = RelayedPhones.labelled(node, "s");
        ng = call.ng;
    }

    @AfterEach
    void tearDown() {
        call.close();
        List.of(aliceCopy, bobCopy).forEach(RtpPhone::close);
    }

    @Test
    void both_legs_are_copied_each_on_a_line_of_its_own() {
        NgDictionary offer = ng.ok("subscribe request", "call-id", "s", "flags", List.of("all", "siprec"));
        String to = offer.text("to-tag").orElseThrow();
        ng.ok("subscribe answer", "call-id", "s", "to-tag", to, "sdp", answer());

        byte[] callers = call.aliceSpeaks();
        byte[] callees = call.bobSpeaks();

        assertThat(aliceCopy.receive()).contains(callers);
        assertThat(bobCopy.receive()).contains(callees);
        assertThat(Sdp.line(offer, 0).toString())
                .contains("RTP/AVP 8 0 101")
                .contains("a=rtpmap:8 PCMA/8000")
                .contains("a=label:0")
                .contains("a=sendonly");
        assertThat(Sdp.line(offer, 1).attribute("label")).contains("1");
        assertThat(offer.texts("from-tags")).containsExactly("fA", "tB");
        assertThat(offer.dictionary("media-labels")
                        .flatMap(labels -> labels.dictionary("0"))
                        .flatMap(label -> label.text("label")))
                .contains("caller");
    }

    @Test
    void one_party_alone_may_be_copied_and_no_longer() {
        String to = ng.ok("subscribe request", "call-id", "s", "from-tag", "tB")
                .text("to-tag")
                .orElseThrow();
        ng.ok("subscribe answer", "call-id", "s", "to-tag", to, "sdp", Sdp.of(Sdp.audio(bobCopy.port())));
        call.aliceSpeaks();
        byte[] callees = call.bobSpeaks();
        assertThat(bobCopy.receive()).contains(callees);

        ng.ok("unsubscribe", "call-id", "s", "to-tag", to);
        call.bobSpeaks();

        assertThat(bobCopy.receive(200)).isEmpty();
    }

    @Test
    void a_published_stream_reaches_who_subscribes_to_it() {
        NgDictionary answer = ng.ok("publish", "call-id", "p", "from-tag", "x", "sdp", call.alice.sdp("sendonly", "8"));
        NgDictionary offer = ng.ok("subscribe request", "call-id", "p", "from-tag", "x");
        ng.ok(
                "subscribe answer",
                "call-id",
                "p",
                "to-tag",
                offer.text("to-tag").orElseThrow(),
                "sdp",
                Sdp.of(Sdp.audio(aliceCopy.port())));

        byte[] packet = call.alice.send(NgClient.audioPort(answer));

        assertThat(Sdp.line(answer, 0).toString()).contains("a=recvonly");
        assertThat(aliceCopy.receive()).contains(packet);
        ng.ok("delete", "call-id", "p");
    }

    @Test
    void subscribers_are_bounded() {
        for (int i = 0; i < 8; i++) {
            ng.ok("subscribe request", "call-id", "s", "flags", List.of("all"));
        }

        assertThat(ng.ask("subscribe request", "call-id", "s", "flags", List.of("all"))
                        .text("error-reason"))
                .contains("Too many subscriptions to this call");
    }

    @Test
    void who_asks_for_nobody_is_told_so() {
        assertThat(ng.ask("subscribe request", "call-id", "s").text("error-reason"))
                .contains("No participant party specified");
        assertThat(ng.ask("unsubscribe", "call-id", "s", "to-tag", "nobody").text("error-reason"))
                .contains("Subscription not found");
        assertThat(ng.ok("start forwarding", "call-id", "s").text("warning"))
                .contains("nothing is forwarded here; subscribe instead");
    }

    private String answer() {
        return Sdp.of(Sdp.audio(aliceCopy.port()) + "\r\na=recvonly", Sdp.audio(bobCopy.port()) + "\r\na=recvonly");
    }
}
