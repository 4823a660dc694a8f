package io.tapedeck.proxy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.CodecRules;
import io.tapedeck.proxy.policy.CodecChoice;
import io.tapedeck.proxy.recording.FakeNode.Request;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(LeakCheck.class)
class CaptureNodesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SDP = "v=0\r\ns=-\r\n";
    private static final SessionId SESSION = session(1);
    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final Party CALLER = Party.offnet("1001");
    private static final Party CALLEE = Party.offnet("1002");

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void an_offer_carries_the_session_the_tags_and_the_parties() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            String sdp = nodes.offer(dialog(node, true), SDP);

            assertThat(sdp).isEqualTo(SDP);
            var request = node.next().body();
            assertThat(request.text("command")).hasValue("offer");
            assertThat(request.text("call-id")).hasValue(SESSION.toString());
            assertThat(request.text("from-tag")).hasValue("from");
            assertThat(request.text("sdp")).hasValue(SDP);
            assertThat(request.text("label")).hasValue("caller");
            assertThat(request.texts("replace")).containsExactly("origin", "session-connection");
            assertThat(request.text("ICE")).hasValue("remove");
            var ours = request.dictionary("tapedeck").orElseThrow();
            assertThat(ours.text("sip-call-id")).hasValue("call-1");
            assertThat(ours.text("tenant")).hasValue(TENANT.toString());
            assertThat(json.readValue(ours.text("caller").orElseThrow(), Party.class))
                    .isEqualTo(CALLER);
            assertThat(json.readValue(ours.text("callee").orElseThrow(), Party.class))
                    .isEqualTo(CALLEE);
        }
    }

    @Test
    void codecs_go_on_in_the_order_that_is_wanted_and_only_those_where_it_says_so() throws Exception {
        var ofCaller = new CodecRules(List.of("G722", "PCMA"), true);
        var ofCallee = new CodecRules(List.of("opus"), null);
        CodecChoice choice = (_, offering, _) -> offering.equals(CALLER) ? ofCaller : ofCallee;
        try (var node = new FakeNode();
                var nodes = nodes(new NgCommands(json, choice), node.name())) {
            nodes.offer(dialog(node, true), SDP);
            nodes.answer(dialog(node, false), "to", SDP, List.of());

            var offer = node.next().body().dictionary("codec").orElseThrow();
            assertThat(offer.texts("offer")).containsExactly("G722", "PCMA");
            assertThat(offer.texts("strip")).containsExactly("all");
            assertThat(offer.texts("except")).containsExactly("telephone-event", "CN");
            var answer = node.next().body().dictionary("codec").orElseThrow();
            assertThat(answer.texts("offer")).containsExactly("opus");
            assertThat(answer.texts("strip")).isEmpty();
        }
    }

    @Test
    void a_phone_without_a_tag_is_a_party_all_the_same() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            nodes.offer(new MediaDialog(node.name(), SESSION, "call-1", "", true, TENANT, CALLER, CALLEE), SDP);

            assertThat(node.next().body().text("from-tag")).hasValue("untagged");
        }
    }

    @Test
    void an_answer_carries_the_orders_and_the_other_label() throws Exception {
        var order = new RecordingOrder(
                new RecordingId(UUID.randomUUID()), TENANT, null, MediaFormat.WAV, ChannelLayout.STEREO, null);
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            nodes.answer(dialog(node, true), "to", SDP, List.of(order));
            nodes.answer(dialog(node, false), "to", SDP, List.of());

            var first = node.next().body();
            assertThat(first.text("to-tag")).hasValue("to");
            assertThat(first.text("label")).hasValue("callee");
            String orders =
                    first.dictionary("tapedeck").orElseThrow().text("orders").orElseThrow();
            assertThat(json.readValue(orders, new TypeReference<List<RecordingOrder>>() {}))
                    .containsExactly(order);
            var second = node.next().body();
            assertThat(second.text("label")).hasValue("caller");
            assertThat(second.dictionary("tapedeck").orElseThrow().text("orders"))
                    .isEmpty();
        }
    }

    @Test
    void a_lost_command_is_sent_again_with_the_same_cookie() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            node.loses(2);

            assertThat(nodes.offer(dialog(node, true), SDP)).isEqualTo(SDP);

            assertThat(node.seen()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(node.seen().stream().map(Request::cookie).distinct()).hasSize(1);
        }
    }

    @Test
    void a_silent_node_is_unavailable_in_time() throws Exception {
        try (var node = new FakeNode();
                var nodes = impatient(node.name())) {
            node.loses(Integer.MAX_VALUE);
            long before = System.nanoTime();

            assertThatThrownBy(() -> nodes.offer(dialog(node, true), SDP))
                    .isInstanceOfSatisfying(MediaUnavailable.class, failure -> {
                        assertThat(failure.statusCode()).isEqualTo(503);
                        assertThat(failure.retryAfterSeconds()).isPresent();
                    });
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(350), SOON);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Failed to parse SDP, 488",
        "No SDP body in message, 488",
        "Out of ports, 503",
        "Unknown call-id, 503",
        "Unrecognized command, 503"
    })
    void an_error_names_who_has_to_act(String reason, int status) throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            node.behaves(
                    request -> request.command().equals("offer") ? FakeNode.error(reason) : FakeNode.obliging(request));

            assertThatThrownBy(() -> nodes.offer(dialog(node, true), SDP))
                    .isInstanceOf(status == 488 ? SdpRefused.class : MediaUnavailable.class)
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void a_node_without_ports_gets_no_calls_for_a_while() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            node.behaves(request ->
                    request.command().equals("offer") ? FakeNode.error("Out of ports") : FakeNode.obliging(request));
            assertThat(nodes.chooseNode(SESSION)).isEqualTo(node.name());

            assertThatThrownBy(() -> nodes.offer(dialog(node, true), SDP)).isInstanceOf(MediaUnavailable.class);
            assertThatThrownBy(() -> nodes.chooseNode(SESSION)).isInstanceOf(MediaUnavailable.class);

            Eventually.holds(() -> takesCalls(nodes), SOON, "the node taking calls again");
        }
    }

    @Test
    void calls_are_spread_and_only_those_of_a_lost_node_move() throws Exception {
        try (var first = new FakeNode();
                var second = new FakeNode();
                var third = new FakeNode();
                var nodes = watchful(first.name(), second.name(), third.name())) {
            Map<SessionId, String> before = new HashMap<>();
            for (int i = 0; i < 300; i++) {
                before.put(session(i), nodes.chooseNode(session(i)));
            }
            assertThat(before.values().stream().filter(first.name()::equals).count())
                    .isBetween(60L, 140L);

            second.behaves(_ -> null);
            Eventually.holds(() -> !nodes.health().getOrDefault(second.name(), true), SOON, "the loss noticed");

            Set<String> refuge = new TreeSet<>();
            for (var choice : before.entrySet()) {
                String now = nodes.chooseNode(choice.getKey());
                if (choice.getValue().equals(second.name())) {
                    refuge.add(now);
                } else {
                    assertThat(now).isEqualTo(choice.getValue());
                }
            }
            assertThat(refuge).containsExactlyInAnyOrder(first.name(), third.name());
        }
    }

    @Test
    void a_node_that_comes_back_gets_calls_again() throws Exception {
        try (var node = new FakeNode();
                var nodes = watchful(node.name())) {
            node.behaves(_ -> null);
            Eventually.holds(() -> !nodes.health().getOrDefault(node.name(), true), SOON, "the loss noticed");

            node.behaves(FakeNode::obliging);

            Eventually.holds(() -> takesCalls(nodes), SOON, "the node taking calls again");
        }
    }

    @Test
    void a_delete_is_retried_in_the_background() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            node.loses(1);

            nodes.delete(node.name(), SESSION);
            nodes.delete("198.51.100.1:2223", SESSION); // not one of ours: nothing happens

            Request lost = node.next();
            assertThat(node.next()).isEqualTo(lost);
            assertThat(lost.command()).isEqualTo("delete");
            assertThat(lost.body().text("call-id")).hasValue(SESSION.toString());
        }
    }

    @Test
    void only_a_node_that_says_so_has_lost_a_session() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            assertThat(nodes.alive(node.name(), SESSION)).isTrue();
            node.behaves(_ -> FakeNode.error("Unknown call-id"));
            assertThat(nodes.alive(node.name(), SESSION)).isFalse();
            node.behaves(_ -> null);
            assertThat(nodes.alive(node.name(), SESSION)).isTrue();
            assertThat(nodes.alive("198.51.100.1:2223", SESSION))
                    .as("no such node any more")
                    .isFalse();
        }
    }

    @Test
    void a_phone_with_an_endless_sdp_is_to_blame_itself_and_not_the_node() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            String endless = SDP + "a=x\r\n".repeat(7_000);

            for (int attempt = 0; attempt < 4; attempt++) {
                assertThatThrownBy(() -> nodes.offer(dialog(node, true), endless))
                        .isInstanceOf(SdpRefused.class);
                assertThatThrownBy(() -> nodes.answer(dialog(node, true), "to", endless, List.of()))
                        .isInstanceOf(SdpRefused.class);
            }

            assertThat(nodes.health()).containsEntry(node.name(), true);
        }
    }

    @Test
    void a_command_that_cannot_be_sent_is_not_counted_against_the_node() throws Exception {
        try (var node = new FakeNode();
                var nodes = nodes(node.name())) {
            var longNamed =
                    new MediaDialog(node.name(), SESSION, "c".repeat(70_000), "from", true, TENANT, CALLER, CALLEE);

            for (int attempt = 0; attempt < 4; attempt++) {
                assertThatThrownBy(() -> nodes.offer(longNamed, SDP)).isInstanceOf(MediaUnavailable.class);
            }

            assertThat(takesCalls(nodes)).isTrue();
        }
    }

    private static boolean takesCalls(CaptureNodes nodes) {
        try {
            nodes.chooseNode(SESSION);
            return true;
        } catch (MediaUnavailable _) {
            return false;
        }
    }

    /** However slow the machine is, a node that answers is taken for one. */
    private CaptureNodes nodes(String... names) throws IOException {
        return nodes(new NgCommands(json), names);
    }

    private static CaptureNodes nodes(NgCommands commands, String... names) throws IOException {
        return nodes(commands, Duration.ofSeconds(2), Duration.ofSeconds(30), names);
    }

    /** Gives up soon. */
    private CaptureNodes impatient(String... names) throws IOException {
        return nodes(new NgCommands(json), Duration.ofMillis(400), Duration.ofSeconds(30), names);
    }

    /** Notices soon that a node is gone. */
    private CaptureNodes watchful(String... names) throws IOException {
        return nodes(new NgCommands(json), Duration.ofSeconds(2), Duration.ofMillis(500), names);
    }

    private static CaptureNodes nodes(NgCommands commands, Duration answerWithin, Duration pingEvery, String... names)
            throws IOException {
        var settings = new CaptureNodeSettings(
                List.of(names), answerWithin, Duration.ofMillis(50), pingEvery, 3, Duration.ofSeconds(2));
        return new CaptureNodes(settings, commands, new SimpleMeterRegistry(), new SecureRandom());
    }

    private static MediaDialog dialog(FakeNode node, boolean fromCaller) {
        return new MediaDialog(node.name(), SESSION, "call-1", "from", fromCaller, TENANT, CALLER, CALLEE);
    }

    private static SessionId session(int number) {
        return new SessionId(new UUID(0x0199a00000007000L + number * 977L, 0x8000000000000000L + number * 7919L));
    }
}
