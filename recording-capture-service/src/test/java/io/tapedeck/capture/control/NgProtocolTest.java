package io.tapedeck.capture.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.NgClient;
import io.tapedeck.capture.RtpPhone;
import io.tapedeck.capture.TestNode;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NgProtocolTest {

    @TempDir
    static Path spool;

    private static TestNode node;
    private static NgClient ng;
    private static RtpPhone phone;

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
        ng = new NgClient(node.ng());
        phone = new RtpPhone(1);
    }

    @AfterAll
    static void stop() {
        phone.close();
        ng.close();
        node.close();
    }

    @Test
    void ping_in_bencode() {
        assertThat(ng.raw("5827_1 d7:command4:pinge")).contains("5827_1 d6:result4:ponge");
    }

    @Test
    void ping_in_json() {
        assertThat(ng.raw("j1 {\"command\":\"ping\"}")).contains("j1 {\"result\":\"pong\"}");
    }

    @Test
    void a_repeated_cookie_gets_the_stored_reply() {
        ng.raw("ck1 d7:command4:pinge");

        assertThat(ng.raw("ck1 d7:command4:liste")).contains("ck1 d6:result4:ponge");
    }

    @Test
    void a_datagram_without_a_dictionary_is_refused() {
        assertThat(ng.raw("ck2 x").orElseThrow()).contains("Invalid NG data format");
    }

    @Test
    void a_datagram_without_a_cookie_is_not_answered() {
        try (var other = new NgClient(node.ng()).patience(300)) {
            assertThat(other.raw("d7:command4:pinge")).isEmpty();
        }
    }

    @Test
    void errors_are_worded_as_controllers_know_them() {
        String sdp = phone.sdp();

        assertThat(reason("frobnicate")).isEqualTo("Unrecognized command");
        assertThat(reason("offer", "from-tag", "x", "sdp", sdp)).isEqualTo("No call-id in message");
        assertThat(reason("offer", "call-id", "z", "sdp", sdp)).isEqualTo("No from-tag in message");
        assertThat(reason("offer", "call-id", "z", "from-tag", "x")).isEqualTo("No SDP body in message");
        assertThat(reason("answer", "call-id", "nope", "from-tag", "x", "sdp", sdp))
                .isEqualTo("No to-tag in message");
        assertThat(reason("answer", "call-id", "nope", "from-tag", "x", "to-tag", "y", "sdp", sdp))
                .isEqualTo("Unknown call-id");
        assertThat(reason("query", "call-id", "nope")).isEqualTo("Unknown call-id");
        assertThat(reason("start recording", "call-id", "nope")).isEqualTo("Unknown call-id");
        assertThat(reason("delete", "call-id", "nope", "flags", List.of("fatal")))
                .isEqualTo("Call-ID not found or tags didn't match");
        assertThat(reason("offer", "call-id", "z", "from-tag", "x", "sdp", "nonsense"))
                .isEqualTo("Failed to parse SDP");
    }

    @Test
    void to_delete_an_unknown_call_is_ok_with_a_warning() {
        NgDictionary reply = ng.ok("delete", "call-id", "nope", "from-tag", "x");

        assertThat(reply.text("warning")).contains("Call-ID not found or tags didn't match");
    }

    @Test
    void ways_to_learn_sources_that_this_node_does_not_have_are_answered_with_a_warning() {
        NgDictionary reply = ng.ok(
                "offer",
                "call-id",
                "l1",
                "from-tag",
                "fA",
                "sdp",
                phone.sdp(),
                "endpoint-learning",
                "immediate",
                "flags",
                List.of("no port latching"));
        NgDictionary ours = ng.ok(
                "offer",
                "call-id",
                "l2",
                "from-tag",
                "fA",
                "sdp",
                phone.sdp(),
                "endpoint-learning",
                "heuristic",
                "flags",
                List.of("port latching"));

        assertThat(reply.text("warning").orElseThrow()).contains("endpoint-learning immediate", "no port latching");
        assertThat(ours.text("warning")).isEmpty();
    }

    @Test
    void who_does_not_look_at_statistics_gets_none() {
        ng.ok("offer", "call-id", "q2", "from-tag", "fA", "sdp", phone.sdp(), "label", "caller");
        NgDictionary brief = NgDictionary.empty().with("report", "brief");

        NgDictionary query = ng.ok("query", "call-id", "q2", "tapedeck", brief);
        NgDictionary deleted = ng.ok("delete", "call-id", "q2", "tapedeck", brief);

        assertThat(query.entries()).containsOnlyKeys("result");
        assertThat(deleted.entries()).containsOnlyKeys("result");
    }

    @Test
    void a_call_is_listed_queried_and_deleted() {
        ng.ok("offer", "call-id", "q1", "from-tag", "fA", "sdp", phone.sdp(), "label", "caller");
        NgDictionary unanswered = ng.ok("query", "call-id", "q1");
        ng.ok("answer", "call-id", "q1", "from-tag", "fA", "to-tag", "tB", "sdp", phone.sdp());

        NgDictionary query = ng.ok("query", "call-id", "q1");
        NgDictionary caller =
                query.dictionary("tags").orElseThrow().dictionary("fA").orElseThrow();
        NgDictionary media = (NgDictionary) caller.list("medias").getFirst();
        NgDictionary stream = (NgDictionary) media.list("streams").getFirst();

        assertThat(unanswered.dictionary("tags").orElseThrow().dictionary("<untagged 1>"))
                .isPresent();
        assertThat(ng.ok("list").texts("calls")).contains("q1");
        assertThat(caller.text("label")).contains("caller");
        assertThat(media.text("codec")).contains("PCMA/8000");
        assertThat(stream.dictionary("endpoint").orElseThrow().integer("port")).hasValue(phone.port());
        assertThat(query.dictionary("totals").orElseThrow().dictionary("RTP")).isPresent();
        assertThat(ng.ok("delete", "call-id", "q1", "from-tag", "fA").dictionary("totals"))
                .isPresent();
        assertThat(ng.ok("list").texts("calls")).doesNotContain("q1");
    }

    @Test
    void a_delayed_delete_leaves_the_call_a_while_and_an_offer_keeps_it() {
        ng.ok("offer", "call-id", "q4", "from-tag", "fA", "sdp", phone.sdp());
        ng.ok("delete", "call-id", "q4", "delete-delay", "3");
        ng.ok("query", "call-id", "q4");
        ng.ok("offer", "call-id", "q5", "from-tag", "fA", "sdp", phone.sdp());
        ng.ok("delete", "call-id", "q5", "delete delay", "3");
        ng.ok("offer", "call-id", "q5", "from-tag", "fA", "sdp", phone.sdp());

        Eventually.value(() -> ng.ok("list").texts("calls").contains("q4") ? null : "gone", Duration.ofSeconds(30));

        ng.ok("query", "call-id", "q5");
        ng.ok("delete", "call-id", "q5");
    }

    @Test
    void tags_that_do_not_match_delete_nothing() {
        ng.ok("offer", "call-id", "q2", "from-tag", "fA", "sdp", phone.sdp());
        ng.ok("answer", "call-id", "q2", "from-tag", "fA", "to-tag", "tB", "sdp", phone.sdp());

        assertThat(ng.ok("delete", "call-id", "q2", "from-tag", "other").text("warning"))
                .isPresent();
        ng.ok("query", "call-id", "q2");
        ng.ok("delete", "call-id", "q2", "from-tag", "tB", "to-tag", "fA");
    }

    @Test
    void a_repeated_offer_keeps_the_ports() {
        NgDictionary first = ng.ok("offer", "call-id", "q3", "from-tag", "fA", "sdp", phone.sdp());
        NgDictionary second = ng.ok("offer", "call-id", "q3", "from-tag", "fA", "sdp", phone.sdp());

        assertThat(second.text("sdp")).isEqualTo(first.text("sdp"));
        ng.ok("delete", "call-id", "q3");
    }

    private static String reason(String command, Object... pairs) {
        NgDictionary reply = ng.ask(command, pairs);
        assertThat(reply.text("result")).contains("error");
        return reply.text("error-reason").orElseThrow();
    }
}
