package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.RecordingOrder.Start;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.calls.TimelineEntry;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.contracts.calls.TimelineEntry.Result;
import io.tapedeck.proxy.control.ControlAction;
import io.tapedeck.proxy.control.LiveCall;
import io.tapedeck.proxy.control.LiveCalls;
import io.tapedeck.proxy.control.RecordingState;
import io.tapedeck.proxy.control.Turn;
import io.tapedeck.proxy.control.Verdict;
import io.tapedeck.proxy.control.Wish;
import io.tapedeck.proxy.policy.Demand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What those who are on a call, and those who are not, do to its recording. Alice's phone is that of the one user. */
class ControlTest extends WireTest {

    private static final String JSON = "application/x-media-control+json";

    @Test
    void record_on_and_off_start_and_stop_a_recording_and_go_no_further() throws Exception {
        house.controlling = true;
        Message answer = connect("info");

        alice.send(record(answer, 2, "ON"));
        alice.expectStatus(200);
        alice.send(record(answer, 3, "on")); // what is on is on
        alice.expectStatus(200);
        alice.send(record(answer, 4, "off"));
        alice.expectStatus(200);

        assertThat(bob.hearsNo(message -> message.method().equals("INFO"), Duration.ofMillis(200)))
                .isTrue();
        assertThat(house.media)
                .contains("start 1")
                .filteredOn(said -> said.startsWith("stop"))
                .hasSize(1);
        assertThat(timeline(answer, "info"))
                .extracting(TimelineEntry::what, TimelineEntry::how, TimelineEntry::result)
                .containsExactly(
                        tuple("recording.start", Means.INFO, Result.DONE),
                        tuple("recording.start", Means.INFO, Result.WRONG_STATE),
                        tuple("recording.stop", Means.INFO, Result.DONE));
    }

    @Test
    void who_has_picked_up_a_call_that_rang_controls_its_recording() {
        house.controlling = true;
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "picked-up"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 180, "Ringing", ""));
        alice.expectStatus(180);
        carol.send(carol.invite(
                "sip:1001@example.com", "picked-up-2", "Replaces: picked-up;to-tag=from-alice;from-tag=to-bob"));
        alice.send(alice.response(alice.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        Message connected = carol.expectStatus(200);
        carol.send(carol.inDialog(connected, "ACK", 1, ""));

        carol.send(carol.inDialog(connected, "INFO", 2, "")
                .replace("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nrecord: on\r\n"));

        assertThat(carol.expect(
                                "the answer to INFO",
                                message -> message.header("CSeq").equals("2 INFO"))
                        .status())
                .isEqualTo(200);
        assertThat(house.media).contains("start 1");
    }

    @Test
    void what_waited_behind_the_end_of_the_call_comes_too_late() {
        house.controlling = true;
        Message answer = connect("too-late");
        house.hearsKeys = new CountDownLatch(1);

        alice.send(as("application/dtmf-relay", alice.inDialog(answer, "INFO", 2, "Signal=1")));
        bob.expectRequest("INFO"); // and now the call waits for its node
        alice.send(alice.inDialog(answer, "BYE", 3, ""));
        roundTrip();
        alice.send(record(answer, 4, "on"));
        roundTrip();
        house.hearsKeys.countDown();

        alice.expect(
                "481",
                message -> message.status() == 481 && message.header("CSeq").equals("4 INFO"));
        assertThat(house.media).doesNotContain("start 1");
    }

    /** Whatever came before this is in the mailbox of its call. */
    private void roundTrip() {
        carol.send(carol.request("OPTIONS", "sip:127.0.0.1:" + server.port(), "round-" + System.nanoTime(), ""));
        carol.expectStatus(200);
    }

    @Test
    void who_may_not_is_refused_and_nothing_changes() throws Exception {
        Message answer = connect("forbidden");
        house.media.clear();

        alice.send(record(answer, 2, "on"));
        alice.expectStatus(403);

        assertThat(house.media).isEmpty();
        assertThat(timeline(answer, "forbidden"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.result()).isEqualTo(Result.FORBIDDEN));
    }

    @Test
    void a_record_header_that_says_neither_is_unreadable() {
        house.controlling = true;
        Message answer = connect("perhaps");

        alice.send(record(answer, 2, "perhaps"));

        alice.expectStatus(400);
    }

    @Test
    void a_message_within_the_dialog_pauses_audio_and_video_each_for_itself() throws Exception {
        house.controlling = true;
        Message answer = connect("in-dialog");
        house.media.clear();

        alice.send(message(answer, 2, "pause-audio-recording"));
        alice.expectStatus(200);
        alice.send(message(answer, 3, "pause-audio-recording"));
        alice.expectStatus(409);
        alice.send(message(answer, 4, "operation=pause-video-recording"));
        alice.expectStatus(200);
        alice.send(message(answer, 5, "resume-audio-recording"));
        alice.expectStatus(200);
        alice.send(message(answer, 6, "erase-everything"));
        alice.expectStatus(400);

        assertThat(house.media).containsExactly("pause [AUDIO]", "pause [VIDEO]", "resume [AUDIO]");
        assertThat(timeline(answer, "in-dialog"))
                .extracting(TimelineEntry::what)
                .containsExactly(
                        "recording.pause.audio",
                        "recording.pause.audio",
                        "recording.pause.video",
                        "recording.resume.audio");
    }

    @Test
    void a_message_within_the_dialog_is_about_that_call_and_no_other() {
        house.controlling = true;
        Message answer = connect("another");
        house.media.clear();

        alice.send(message(answer, 2, "operation=pause-audio-recording\nsession_id=" + new UUID(1, 1)));
        alice.expectStatus(404);
        assertThat(house.media).isEmpty();

        String session = answer.header("X-Session-Id");
        alice.send(message(answer, 3, "operation=pause-audio-recording\nsession_id=" + session));
        alice.expectStatus(200);
    }

    @Test
    void a_message_outside_of_the_dialog_names_the_session() {
        house.controlling = true;
        Message answer = connect("out-of-dialog");
        String session = answer.header("X-Session-Id");

        alice.send(outOfDialog(JSON, "{\"operation\":\"pause-audio-recording\",\"session_id\":\"" + session + "\"}"));
        alice.expectStatus(200);
        alice.send(outOfDialog(
                "plain/x-media-control",
                "{\"operation\":\"resume-audio-recording\",\"session_id\":\"" + session + "\"}"));
        alice.expectStatus(200);
        alice.send(outOfDialog(JSON, "{\"operation\":\"pause-audio-recording\"}"));
        alice.expectStatus(400);
        alice.send(outOfDialog(
                JSON, "{\"operation\":\"pause-audio-recording\",\"session_id\":\"" + new UUID(1, 1) + "\"}"));
        alice.expectStatus(404);

        assertThat(house.media).contains("pause [AUDIO]", "resume [AUDIO]");
        alice.send(alice.inDialog(answer, "BYE", 9, ""));
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
    }

    @Test
    void a_message_without_credentials_is_challenged() {
        house.challenging = true;

        alice.send(outOfDialog(JSON, "{}"));

        assertThat(alice.expectStatus(407).header("Proxy-Authenticate")).contains("Digest");
    }

    @Test
    void a_code_is_found_among_keys_masked_and_done() throws Exception {
        house.controlling = true;
        Message answer = connect("codes");
        assertThat(house.listening.poll(30, TimeUnit.SECONDS)).containsExactly("from-alice");
        house.media.clear();

        press(answer, 2, "Signal=*\r\nDuration=160\r\n");
        press(answer, 3, "Signal=4");
        press(answer, 4, "Signal=8");

        assertThat(timeline(answer, "codes"))
                .extracting(TimelineEntry::what, TimelineEntry::how, TimelineEntry::by)
                .containsExactly(tuple("recording.pause", Means.DTMF, FakeHouse.USER.toString()));
        assertThat(house.media).containsSubsequence("tell *", "tell 4", "tell 8", "mask *48", "pause [AUDIO, VIDEO]");
    }

    @Test
    void nobody_listens_to_those_who_may_not() {
        connect("deaf");

        assertThat(house.listening).isEmpty();
    }

    @Test
    void a_recording_of_the_bridge_starts_with_the_acknowledgement() {
        house.start = Start.BRIDGE;
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "bridge"));
        bob.send(bob.response(bob.expectRequest("INVITE"), 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        assertThat(house.media).contains("answer from-alice to-bob orders=0").doesNotContain("start 1");

        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        bob.expectRequest("ACK");
        alice.send(record(answer, 2, "on")); // comes after the start in the call's mailbox
        alice.expectStatus(403);

        assertThat(house.media).contains("start 1");
    }

    @Test
    void a_recording_of_early_media_starts_once_and_goes_on_with_the_answer() {
        house.start = Start.EARLY;
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "early-recording"));
        Message atBob = bob.expectRequest("INVITE");

        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP));
        alice.expectStatus(183);
        bob.send(bob.response(atBob, 183, "Session Progress", TextPhone.SDP));
        alice.expectStatus(183);
        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        alice.expectStatus(200);

        assertThat(house.media)
                .filteredOn(said -> said.startsWith("answer"))
                .containsExactly("answer from-alice to-bob orders=1");
    }

    @Test
    void the_live_list_shows_who_talks_and_how_the_recording_stands() throws Exception {
        Message answer = connect("live");
        SessionId session = SessionId.of(answer.header("X-Session-Id"));
        LiveCalls calls = server.liveCalls().orElseThrow();

        var complaint = new Demand(null, null, null, null, null, "Complaint", null, null);
        Optional<Verdict> started = calls.control(
                        session, new Wish("admin", ControlAction.START, complaint, null, null))
                .get(30, TimeUnit.SECONDS);

        LiveCall call = calls.call(session).orElseThrow();
        assertThat(started).contains(Verdict.DONE);
        assertThat(call.state()).isEqualTo(LiveCall.State.TALKING);
        assertThat(call.board().state()).isEqualTo(RecordingState.ON);
        assertThat(call.board().recordings()).hasSize(2);
        assertThat(call.board().recordings().getLast().order().label()).isEqualTo("Complaint");
        assertThat(timeline(answer, "live"))
                .extracting(TimelineEntry::by, TimelineEntry::how)
                .containsExactly(tuple("admin", Means.REST));
        assertThat(calls.control(session, Wish.of("admin", ControlAction.PAUSE)).get(30, TimeUnit.SECONDS))
                .isEmpty();
    }

    @Test
    void what_is_asked_for_while_it_rings_starts_with_the_answer_or_the_acknowledgement() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "ahead"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        SessionId session = SessionId.of(alice.expectStatus(180).header("X-Session-Id"));

        assertThat(start(session, null)).contains(Verdict.WRONG_STATE);
        assertThat(start(session, Start.ANSWER)).contains(Verdict.DONE);
        assertThat(start(session, Start.BRIDGE)).contains(Verdict.DONE);
        assertThat(house.media).doesNotContain("start 1");

        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        assertThat(house.media).containsOnlyOnce("start 1");
        alice.send(alice.inDialog(answer, "ACK", 1, ""));
        bob.expectRequest("ACK");

        assertThat(timeline(answer, "ahead"))
                .extracting(TimelineEntry::by, TimelineEntry::result)
                .containsExactly(
                        tuple("admin", Result.WRONG_STATE), tuple("admin", Result.DONE), tuple("admin", Result.DONE));
        assertThat(house.media.stream().filter("start 1"::equals)).hasSize(2);
    }

    @Test
    void what_waits_for_the_answer_is_pending_until_somebody_stops_it() throws Exception {
        house.reach("1002", bob);
        alice.send(alice.invite("sip:1002@example.com", "ahead-stopped"));
        Message atBob = bob.expectRequest("INVITE");
        bob.send(bob.response(atBob, 180, "Ringing", ""));
        SessionId session = SessionId.of(alice.expectStatus(180).header("X-Session-Id"));
        LiveCalls calls = server.liveCalls().orElseThrow();
        assertThat(start(session, Start.ANSWER)).contains(Verdict.DONE);
        assertThat(calls.call(session).orElseThrow().board().state()).isEqualTo(RecordingState.PENDING);

        assertThat(stop(session)).contains(Verdict.DONE);
        assertThat(calls.call(session).orElseThrow().board().state()).isEqualTo(RecordingState.OFF);
        assertThat(stop(session)).contains(Verdict.WRONG_STATE);

        bob.send(bob.response(atBob, 200, "OK", TextPhone.SDP));
        Message answer = alice.expectStatus(200);
        assertThat(timeline(answer, "ahead-stopped"))
                .extracting(TimelineEntry::what, TimelineEntry::result)
                .containsExactly(
                        tuple("recording.start", Result.DONE),
                        tuple("recording.stop", Result.DONE),
                        tuple("recording.stop", Result.WRONG_STATE));
        assertThat(house.media).doesNotContain("start 1");
    }

    @Test
    void what_nobody_waits_for_any_longer_is_not_done_later() throws Exception {
        Message answer = connect("given-up");
        SessionId session = SessionId.of(answer.header("X-Session-Id"));
        house.hearsKeys = new CountDownLatch(1);
        alice.send(as("application/dtmf-relay", alice.inDialog(answer, "INFO", 2, "Signal=1")));
        bob.expectRequest("INFO"); // and now the call waits for its node

        Turn turn = server.liveCalls().orElseThrow().control(session, Wish.of("admin", ControlAction.START));
        assertThat(turn.comesWithin(Duration.ofMillis(1))).isFalse();
        house.hearsKeys.countDown();

        assertThat(timeline(answer, "given-up")).isEmpty();
        assertThat(house.media).doesNotContain("start 1");
    }

    private Optional<Verdict> stop(SessionId session) throws Exception {
        return server.liveCalls()
                .orElseThrow()
                .control(session, Wish.of("admin", ControlAction.STOP))
                .get(30, TimeUnit.SECONDS);
    }

    private Optional<Verdict> start(SessionId session, @Nullable Start moment) throws Exception {
        var demand = new Demand(null, null, null, null, null, null, null, moment);
        return server.liveCalls()
                .orElseThrow()
                .control(session, new Wish("admin", ControlAction.START, demand, null, null))
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void of_many_who_want_the_same_at_one_instant_one_gets_it() throws Exception {
        house.controlling = true;
        Message answer = connect("at-once");
        SessionId session = SessionId.of(answer.header("X-Session-Id"));
        LiveCalls calls = server.liveCalls().orElseThrow();

        List<Turn> turns = IntStream.range(0, 20)
                .mapToObj(_ -> calls.control(session, Wish.of("admin", ControlAction.PAUSE)))
                .toList();
        CompletableFuture.allOf(turns.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

        assertThat(turns.stream().map(turn -> turn.join().orElseThrow()).filter(Verdict.DONE::equals))
                .hasSize(1);
        assertThat(house.media).containsOnlyOnce("pause [AUDIO, VIDEO]");
        assertThat(timeline(answer, "at-once")).hasSize(20);
    }

    @Test
    void a_flood_of_keys_leaves_the_call_alive_and_its_timeline_short() throws Exception {
        house.controlling = true;
        Message answer = connect("flood");
        SessionId session = SessionId.of(answer.header("X-Session-Id"));
        assertThat(house.listening.poll(30, TimeUnit.SECONDS)).isNotNull();

        for (int i = 0; i < 5_000; i++) {
            "*48*49".chars().forEach(key -> house.listeners.get(session).pressed("from-alice", (char) key));
        }

        assertThat(timeline(answer, "flood").size()).isLessThanOrEqualTo(1_200);
    }

    private void press(Message answer, int sequence, String signal) {
        alice.send(as("application/dtmf-relay", alice.inDialog(answer, "INFO", sequence, signal)));
        Message atBob = bob.expectRequest("INFO"); // passed on as well as heard
        assertThat(atBob.body()).isEqualTo(signal);
        bob.send(bob.response(atBob, 200, "OK", ""));
        alice.expectStatus(200);
    }

    private String record(Message answer, int sequence, String value) {
        return alice.inDialog(answer, "INFO", sequence, "")
                .replace("Max-Forwards: 70\r\n", "Max-Forwards: 70\r\nrecord: " + value + "\r\n");
    }

    private String message(Message answer, int sequence, String body) {
        return as("application/x-media-control", alice.inDialog(answer, "MESSAGE", sequence, body));
    }

    private String outOfDialog(String type, String body) {
        return as(type, alice.request("MESSAGE", "sip:example.com", "m" + UUID.randomUUID(), body));
    }

    private static String as(String type, String message) {
        return message.replace("Content-Type: application/sdp", "Content-Type: " + type);
    }

    /** Hangs up and gives back what the call tells at its end. */
    private List<TimelineEntry> timeline(Message answer, String callId) throws InterruptedException {
        alice.send(alice.inDialog(answer, "BYE", 99, ""));
        bob.send(bob.response(bob.expectRequest("BYE"), 200, "OK", ""));
        List<CallEvent> events = eventsUntilEnd(callId);
        return events.getLast().call().timeline();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
