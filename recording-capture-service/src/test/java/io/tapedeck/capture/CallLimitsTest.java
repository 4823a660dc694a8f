package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A controller gone wild is told what it has too much of, and what it has goes on. */
class CallLimitsTest {

    private static final String TENANT = "0199a000-0000-7000-8000-000000000001";

    @TempDir
    static Path spool;

    private static TestNode node;
    private static NgClient ng;

    @BeforeAll
    static void a_node_with_little_room() {
        node = TestNode.start(
                spool,
                "--tapedeck.capture.default-tenant=" + TENANT,
                "--tapedeck.capture.limits.calls=2",
                "--tapedeck.capture.limits.recordings=2",
                "--tapedeck.capture.limits.intervals=4",
                "--tapedeck.capture.limits.subscriptions=1",
                "--tapedeck.capture.limits.tags=3");
        ng = new NgClient(node.ng());
    }

    @AfterEach
    void all_calls_end() {
        for (String call : ng.ok("list").texts("calls")) {
            ng.ok("delete", "call-id", call);
        }
    }

    @AfterAll
    static void stop() {
        ng.close();
        node.close();
    }

    @Test
    void no_more_calls_than_allowed_until_one_has_ended() {
        try (var first = new RelayedPhones(node, "first").talk();
                var second = new RelayedPhones(node, "second").talk()) {
            NgDictionary refused =
                    ng.ask("offer", "call-id", "third", "from-tag", "f", "sdp", second.alice.sdp("sendrecv", "8"));
            NgDictionary published =
                    ng.ask("publish", "call-id", "third", "from-tag", "f", "sdp", second.alice.sdp("sendrecv", "8"));
            first.talk();
            first.hangUp();

            assertThat(reason(refused)).isEqualTo("Too many calls");
            assertThat(reason(published)).isEqualTo("Too many calls");
            try (var third = new RelayedPhones(node, "third")) {
                third.talk();
            }
        }
    }

    @Test
    void no_more_tags_than_allowed() {
        try (var call = new RelayedPhones(node, "forks").talk()) {
            NgDictionary third = answer(call, "tC");
            NgDictionary fourth = answer(call, "tD");
            NgDictionary again = answer(call, "tC");

            assertThat(third.text("result")).contains("ok");
            assertThat(reason(fourth)).isEqualTo("Too many tags in this call");
            assertThat(again.text("result")).contains("ok");
            call.talk();
        }
    }

    @Test
    void no_more_recordings_of_one_call_than_allowed() {
        String session = "0199a000-0000-7000-8000-00000000000a";
        try (var call = new RelayedPhones(node, session).talk()) {
            NgDictionary second = start(session, 2);
            NgDictionary third = start(session, 3);
            NgDictionary same = start(session, 2);

            assertThat(second.text("result")).contains("ok");
            assertThat(reason(third)).isEqualTo("Too many recordings of this call");
            assertThat(same.text("result")).contains("ok");
            call.talk();
        }
    }

    /** Rather too little is kept than what nobody wanted kept. */
    @Test
    void a_call_that_was_paused_too_often_stays_paused() {
        try (var call = new RelayedPhones(node, "pauses").talk()) {
            int resumed = 0;
            NgDictionary last = ng.ok("pause recording", "call-id", "pauses");
            for (; resumed < 20; resumed++) {
                last = ng.ask("start recording", "call-id", "pauses");
                if (!last.text("result").orElse("").equals("ok")) {
                    break;
                }
                ng.ok("pause recording", "call-id", "pauses");
            }

            assertThat(reason(last)).isEqualTo("Too many intervals in this call");
            assertThat(resumed).isEqualTo(1); // on, off, on, off
            ng.ok("pause recording", "call-id", "pauses");
            call.talk();
            var manifest = node.sealedManifest(RelayedPhones.captureOf(call.hangUp()));
            assertThat(manifest.findValues("paused")).isNotEmpty();
        }
    }

    @Test
    void no_more_subscriptions_than_allowed() {
        try (var call = new RelayedPhones(node, "heard").talk()) {
            NgDictionary first = subscribe("s1");
            NgDictionary second = subscribe("s2");
            NgDictionary again = subscribe("s1");
            ng.ok("unsubscribe", "call-id", "heard", "to-tag", "s1");

            assertThat(first.text("result")).contains("ok");
            assertThat(reason(second)).isEqualTo("Too many subscriptions to this call");
            assertThat(again.text("result")).contains("ok");
            assertThat(subscribe("s2").text("result")).contains("ok");
            call.talk();
        }
    }

    private NgDictionary answer(RelayedPhones call, String tag) {
        String sdp = call.bob.sdp("sendrecv", "8 0 101");
        return ng.ask("answer", "call-id", "forks", "from-tag", "fA", "to-tag", tag, "sdp", sdp);
    }

    private NgDictionary start(String session, int number) {
        var order = new RecordingOrder(
                new RecordingId(new UUID(7, number)),
                TenantId.of(TENANT),
                null,
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                null);
        String orders = JsonMapper.builder().build().writeValueAsString(List.of(order));
        return ng.ask(
                "start recording",
                "call-id",
                session,
                "tapedeck",
                NgDictionary.empty().with("orders", orders));
    }

    private NgDictionary subscribe(String name) {
        return ng.ask("subscribe request", "call-id", "heard", "from-tag", "fA", "to-tag", name, "flags", List.of());
    }

    private static String reason(NgDictionary reply) {
        assertThat(reply.text("result")).as("%s", reply).contains("error");
        return reply.text("error-reason").orElseThrow();
    }
}
