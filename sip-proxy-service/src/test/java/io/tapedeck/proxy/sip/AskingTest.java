package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.EndedReason;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.proxy.policy.Question;
import io.tapedeck.proxy.policy.Question.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller is asked before the call is placed. */
class AskingTest extends WireTest {

    private static final String SRTP = TextPhone.SDP.replace("RTP/AVP", "RTP/SAVP");

    private final FakeSpeaker speaker = new FakeSpeaker();
    private Message answer = new Message("\r\n");

    @Override
    SipServer server(SipServerSettings settings) {
        SipServer server = super.server(settings);
        server.speakWith(speaker.voices());
        return server;
    }

    @BeforeEach
    void ask() {
        speaker.reset();
        house.reach("1002", bob);
        asking(false);
    }

    private void asking(boolean recordUnanswered) {
        house.question =
                new Question(Set.of(new Owner(FakeHouse.TENANT, null)), PromptLanguage.ENGLISH, recordUnanswered);
    }

    @Test
    void a_caller_who_presses_1_is_connected_and_recorded() throws Exception {
        Message progress = asked("yes");
        assertThat(progress.body()).contains("m=audio 9 RTP/AVP 8\r\n").doesNotContain("198.51.100.1");
        assertThat(house.media).hasSize(2).first().isEqualTo("offer caller from-alice");

        press(progress, '1');
        answered();

        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=1");
        assertThat(speaker.said).containsExactly("hush");
        assertThat(timelineOf("yes"))
                .extracting(TimelineEntry::what, TimelineEntry::how, TimelineEntry::by)
                .containsExactly(tuple("recording.accept", Means.DTMF, FakeHouse.USER.toString()));
    }

    @Test
    void a_caller_who_presses_0_is_connected_and_not_recorded() throws Exception {
        asking(true);
        Message progress = asked("no");

        press(progress, '0');
        answered();

        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=0");
        assertThat(timelineOf("no")).extracting(TimelineEntry::what).containsExactly("recording.decline");
    }

    @Test
    void a_key_may_come_in_an_info() throws Exception {
        Message progress = asked("info");

        alice.send(alice.inDialog(progress, "INFO", 2, "Signal=1\r\nDuration=160\r\n")
                .replace("application/sdp", "application/dtmf-relay"));
        alice.expectStatus(200);
        answered();

        assertThat(house.media).contains("tell 1").last().isEqualTo("answer from-alice to-bob orders=1");
        assertThat(timelineOf("info")).hasSize(1);
    }

    @Test
    void a_caller_who_says_nothing_is_asked_twice_and_then_the_setting_decides() throws Exception {
        speaker.heard = Duration.ofMillis(50);
        alice.send(alice.invite("sip:1002@example.com", "nothing"));
        answered();

        assertThat(speaker.said).containsExactly("prompt to CALLER", "prompt to CALLER", "hush");
        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=0");
        assertThat(timelineOf("nothing"))
                .extracting(TimelineEntry::what, TimelineEntry::how, TimelineEntry::by)
                .containsExactly(tuple("recording.decline", Means.RULES, null));
    }

    @Test
    void the_setting_may_say_that_who_says_nothing_is_recorded() throws Exception {
        asking(true);
        speaker.heard = Duration.ofMillis(50);
        alice.send(alice.invite("sip:1002@example.com", "silent-yes"));
        answered();

        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=1");
        assertThat(timelineOf("silent-yes")).extracting(TimelineEntry::what).containsExactly("recording.accept");
    }

    @Test
    void a_wrong_key_brings_the_question_once_more() throws Exception {
        Message progress = asked("wrong");

        press(progress, '5');
        assertThat(speaker.said.poll(30, TimeUnit.SECONDS)).isEqualTo("prompt to CALLER");
        press(progress, '7');
        press(progress, '1');
        answered();

        assertThat(speaker.said).containsExactly("hush");
        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=1");
        assertThat(timelineOf("wrong")).hasSize(1);
    }

    @Test
    void a_caller_who_gives_up_while_asked_leaves_a_record_and_nothing_else() throws Exception {
        String invite = alice.invite("sip:1002@example.com", "gives-up");
        askedAfter(invite);

        alice.send(TextPhone.cancelOf(invite));
        alice.expectStatus(200);
        alice.expectStatus(487);

        assertGone("gives-up");
    }

    @Test
    void a_bye_while_asked_is_the_same() throws Exception {
        Message progress = asked("early-bye");

        alice.send(alice.inDialog(progress, "BYE", 2, ""));
        alice.expectStatus(200);
        alice.expectStatus(487);

        assertGone("early-bye");
    }

    private void assertGone(String callId) throws InterruptedException {
        CallEvent end = eventsUntilEnd(callId).getLast();
        assertThat(end.call().endedReason()).isEqualTo(EndedReason.CANCELLED);
        assertThat(end.call().statusCode()).isEqualTo(487);
        assertThat(end.call().targets()).isEmpty();
        assertThat(house.deleted.poll(30, TimeUnit.SECONDS))
                .isEqualTo(end.call().sessionId());
        assertThat(server.liveCalls().orElseThrow().call(end.call().sessionId()))
                .isEmpty();
        assertThat(house.media).noneMatch(said -> said.contains("to-bob"));
    }

    @Test
    void an_early_medium_is_repeated_until_it_is_acknowledged_where_the_caller_requires_it() throws Exception {
        Message progress = askedAfter(alice.invite("sip:1002@example.com", "reliable", "Require: 100rel"));
        assertThat(progress.header("Require")).isEqualTo("100rel");
        assertThat(alice.expectStatus(183).header("RSeq")).isEqualTo(progress.header("RSeq"));

        String prack = alice.inDialog(progress, "PRACK", 2, "");
        alice.send(prack.replace(
                "Max-Forwards: 70", "RAck: " + progress.header("RSeq") + " 1 INVITE\r\nMax-Forwards: 70"));
        alice.expect(
                "200 to PRACK",
                answer -> answer.status() == 200 && answer.header("CSeq").endsWith("PRACK"));
        press(progress, '1');
        answered();

        assertThat(timelineOf("reliable")).hasSize(1);
    }

    @Test
    void a_second_offer_while_asked_is_refused_and_the_question_stands() throws Exception {
        Message progress = asked("two-offers");

        alice.send(alice.inDialog(progress, "UPDATE", 2, TextPhone.SDP));
        alice.expectStatus(488);
        press(progress, '1');
        answered();

        assertThat(timelineOf("two-offers")).hasSize(1);
    }

    @Test
    void an_offer_in_the_dialog_of_the_question_is_refused_when_somebody_talks() throws Exception {
        Message progress = asked("late-offer");
        press(progress, '1');
        answered();
        house.media.clear();

        alice.send(alice.inDialog(progress, "UPDATE", 2, TextPhone.SDP));
        alice.expectStatus(488);
        alice.send(alice.inDialog(progress, "INVITE", 3, TextPhone.SDP));
        alice.expectStatus(488);

        assertThat(house.media).isEmpty();
        assertThat(timelineOf("late-offer")).hasSize(1);
    }

    @Test
    void phones_that_ring_already_are_cancelled_when_a_mistake_of_ours_ends_the_call() throws Exception {
        house.impatient = true;
        Message progress = asked("mistake");

        press(progress, '1');
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        Message cancel = bob.expectRequest("CANCEL");
        bob.send(bob.response(cancel, 200, "OK", ""));
        bob.send(bob.response(atBob, 487, "Request Terminated", ""));

        bob.expectRequest("ACK");
        alice.expectStatus(500);
        assertThat(eventsUntilEnd("mistake").getLast().call().statusCode()).isEqualTo(500);
    }

    @Test
    void who_cannot_be_asked_for_a_mistake_of_ours_is_connected_as_if_nothing_was_said() throws Exception {
        speaker.broken = true;

        alice.send(alice.invite("sip:1002@example.com", "unaskable"));
        answered();

        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=0");
        assertThat(timelineOf("unaskable")).extracting(TimelineEntry::what).containsExactly("recording.decline");
    }

    @Test
    void who_offers_nothing_or_nothing_that_can_be_heard_is_not_asked() throws Exception {
        alice.send(alice.request("INVITE", "sip:1002@example.com", "late", ""));
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        alice.send(alice.inDialog(alice.expectStatus(200), "ACK", 1, TextPhone.SDP));
        bob.expectRequest("ACK");
        assertThat(house.media).last().isEqualTo("answer to-bob from-alice orders=0");

        alice.send(alice.request("INVITE", "sip:1002@example.com", "secret", SRTP));
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", SRTP));
        alice.expectStatus(200);

        assertThat(speaker.said).isEmpty();
    }

    @Test
    void when_the_capture_node_cannot_ask_the_setting_decides() throws Exception {
        speaker.away = true;

        alice.send(alice.invite("sip:1002@example.com", "away"));
        answered();

        assertThat(house.media).last().isEqualTo("answer from-alice to-bob orders=0");
        assertThat(timelineOf("away")).extracting(TimelineEntry::how).containsExactly(Means.RULES);
    }

    @Test
    void a_flood_of_keys_harms_nothing() throws Exception {
        Message progress = asked("flood");

        for (int i = 0; i < 5_000; i++) {
            press(progress, '5');
        }
        alice.send(alice.inDialog(progress, "OPTIONS", 2, "")); // what it had to do was done
        alice.expectStatus(200);
        press(progress, '1');
        answered();

        assertThat(timelineOf("flood")).hasSize(1);
    }

    private Message asked(String callId) throws InterruptedException {
        return askedAfter(alice.invite("sip:1002@example.com", callId));
    }

    /** The question is being asked when this returns. */
    private Message askedAfter(String invite) throws InterruptedException {
        alice.send(invite);
        Message progress = alice.expectStatus(183);
        assertThat(house.listening.poll(30, TimeUnit.SECONDS)).isEqualTo(List.of("from-alice"));
        assertThat(speaker.said.poll(30, TimeUnit.SECONDS)).isEqualTo("prompt to CALLER");
        return progress;
    }

    private void press(Message progress, char key) {
        house.listeners.get(SessionId.of(progress.header("X-Session-Id"))).pressed("from-alice", key);
    }

    private void answered() {
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        answer = alice.expect(
                "the answer",
                message -> message.status() == 200 && message.header("CSeq").endsWith("INVITE"));
    }

    private List<TimelineEntry> timelineOf(String callId) throws InterruptedException {
        alice.send(alice.inDialog(answer, "BYE", 99, ""));
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
        return eventsUntilEnd(callId).getLast().call().timeline();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
