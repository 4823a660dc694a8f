package io.tapedeck.capture.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.OrderedInterval;
import io.tapedeck.contracts.captures.SealReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureSessionTest {

    private final TestCall call = new TestCall();

    @Test
    void a_callee_that_offers_first_is_the_callee_all_the_same() {
        call.offer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));
        call.answer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));

        assertThat(call.session.party(Side.CALLEE)).map(party -> party.tag()).contains("tB");
        assertThat(call.session.party(Side.CALLER)).map(party -> party.tag()).contains("fA");
    }

    @Test
    void a_tag_keeps_its_side_when_a_later_message_has_no_label() {
        call.offer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));
        call.offer("tB", "", TestCall.sdp(5_000, "RTP/AVP", "8"));
        call.answer("fA", "", TestCall.sdp(4_000, "RTP/AVP", "8"));

        assertThat(call.session.party(Side.CALLEE)).map(party -> party.tag()).contains("tB");
        assertThat(call.session.party(Side.CALLER)).map(party -> party.tag()).contains("fA");
    }

    @Test
    void an_order_that_is_stopped_long_after_a_re_invite_ends_when_it_is_stopped() {
        RecordingOrder stopped = TestCall.order();
        call.negotiate("8");
        call.session.startRecording(List.of(stopped, TestCall.order()));
        call.pass(Duration.ofMinutes(1));
        call.negotiate("0");
        call.pass(Duration.ofMinutes(9));

        call.session.stopRecording(stopped.recordingId());

        assertThat(call.described().intervals())
                .containsExactly(new OrderedInterval(
                        stopped.recordingId(), TestCall.NINE, TestCall.NINE.plusSeconds(600), false));
    }

    @Test
    void an_order_that_is_given_long_after_a_re_invite_begins_when_it_is_given() {
        call.negotiate("8");
        call.session.startRecording(List.of(TestCall.order()));
        call.negotiate("0");
        call.pass(Duration.ofMinutes(9));

        call.session.startRecording(List.of(TestCall.order()));

        assertThat(call.described().openIntervals())
                .extracting(interval -> interval.from())
                .containsExactly(TestCall.NINE, TestCall.NINE.plusSeconds(540));
    }

    @Test
    void what_a_controller_says_behind_the_seal_describes_nothing() {
        RecordingOrder order = TestCall.order();
        call.negotiate("8");
        call.session.startRecording(List.of(order));
        call.session.stopRecording(order.recordingId());
        call.session.hangUp();
        CaptureDescription last = call.described();
        assertThat(call.sealed()).isNotNull();

        call.session.stopRecording(order.recordingId());

        assertThat(call.described()).isSameAs(last);
    }

    @Test
    void a_stopped_capture_ended_when_its_last_order_was_stopped() {
        RecordingOrder order = TestCall.order();
        call.negotiate("8");
        call.session.startRecording(List.of(order));
        call.pass(Duration.ofMinutes(1));
        call.session.pauseRecording(HeldMedia.EVERYTHING);
        call.pass(Duration.ofMinutes(1));
        call.session.stopRecording(order.recordingId());
        call.pass(Duration.ofMinutes(1));

        call.session.hangUp();

        assertThat(call.sealed().endedAt()).isEqualTo(TestCall.NINE.plusSeconds(120));
        assertThat(call.sealed().reason()).isEqualTo(SealReason.STOPPED);
    }

    @Test
    void a_call_that_ends_while_paused_long_after_a_re_invite_is_paused_until_its_end() {
        call.negotiate("8");
        call.session.startRecording(List.of(TestCall.order()));
        call.pass(Duration.ofMinutes(1));
        call.session.pauseRecording(HeldMedia.EVERYTHING);
        call.negotiate("0");
        call.pass(Duration.ofMinutes(1));

        call.session.hangUp();

        assertThat(call.sealed().endedAt()).isEqualTo(TestCall.NINE.plusSeconds(120));
    }

    @Test
    void a_pause_before_the_answer_holds_until_it_is_lifted() {
        RecordingOrder order = TestCall.order();
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.session.startRecording(List.of(order));
        call.session.pauseRecording(HeldMedia.EVERYTHING);
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));

        assertThat(call.keepsPackets()).isFalse();
        assertThat(call.described().openIntervals())
                .extracting(interval -> interval.paused())
                .containsExactly(true);
        assertThat(call.described().startedAt())
                .isEqualTo(call.described().openIntervals().getFirst().from());

        call.session.resumeRecording(HeldMedia.EVERYTHING);

        assertThat(call.keepsPackets()).isTrue();
    }

    @Test
    void a_pause_outlives_the_orders_it_was_made_for() {
        RecordingOrder first = TestCall.order();
        call.negotiate("8");
        call.session.startRecording(List.of(first));
        call.session.pauseRecording(HeldMedia.EVERYTHING);
        call.session.stopRecording(first.recordingId());
        call.session.startRecording(List.of(TestCall.order()));

        assertThat(call.keepsPackets()).isFalse();

        call.session.resumeRecording(HeldMedia.EVERYTHING);

        assertThat(call.keepsPackets()).isTrue();
        assertThat(call.described().openIntervals())
                .extracting(interval -> interval.paused())
                .containsExactly(false);
    }

    @Test
    void a_phone_that_rings_with_silent_early_media_may_ring_as_long_as_any_other() {
        call.negotiate("8");

        call.pass(Duration.ofSeconds(299));

        assertThat(call.isDue()).isFalse();
        call.pass(Duration.ofSeconds(1));
        assertThat(call.isDue()).isTrue();
    }

    @Test
    void the_last_answer_begins_the_wait_for_the_first_packet() {
        call.negotiate("8");
        call.pass(Duration.ofSeconds(299));
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));

        call.pass(Duration.ofSeconds(299));

        assertThat(call.isDue()).isFalse();
    }

    @Test
    void a_call_that_fell_silent_is_over_after_the_media_time_out() {
        call.negotiate("8");
        call.relay.packetArrives();

        call.pass(Duration.ofSeconds(59));

        assertThat(call.isDue()).isFalse();
        call.pass(Duration.ofSeconds(1));
        assertThat(call.isDue()).isTrue();
    }

    @Test
    void who_is_transferred_may_be_silent_for_as_long_as_a_phone_rings() {
        call.negotiate("8");
        call.relay.packetArrives();
        call.pass(Duration.ofSeconds(30));
        call.offer("fA2", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));

        call.pass(Duration.ofSeconds(299));

        assertThat(call.isDue()).isFalse();
        call.pass(Duration.ofSeconds(1));
        assertThat(call.isDue()).isTrue();
    }

    @Test
    void when_the_transfer_is_answered_silence_counts_again() {
        call.negotiate("8");
        call.relay.packetArrives();
        call.pass(Duration.ofSeconds(30));
        call.offer("fA2", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.pass(Duration.ofSeconds(29));
        call.answer("tC", "callee", TestCall.sdp(6_000, "RTP/AVP", "8"));

        call.pass(Duration.ofSeconds(1));

        assertThat(call.isDue()).isTrue();
    }

    @Test
    void a_caller_who_was_asked_may_be_silent_for_as_long_as_a_phone_rings() {
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.answerForNobody("tN");
        call.relay.packetArrives();

        call.pass(Duration.ofSeconds(299));

        assertThat(call.isDue()).isFalse();
        call.pass(Duration.ofSeconds(1));
        assertThat(call.isDue()).as("the controller has forgotten it").isTrue();
    }

    @Test
    void what_was_heard_before_somebody_real_answered_is_not_the_first_packet() {
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.answerForNobody("tN");
        call.relay.packetArrives();
        call.pass(Duration.ofSeconds(10));
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));

        call.pass(Duration.ofSeconds(299));

        assertThat(call.isDue()).as("a phone that rings with early media").isFalse();
        call.relay.packetArrives();
        call.pass(Duration.ofSeconds(60));
        assertThat(call.isDue()).isTrue();
    }

    @Test
    void a_party_that_has_no_address_any_more_may_be_on_hold_for_ever() {
        call.negotiate("8");
        call.relay.packetArrives();
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.answerForNobody("tB");

        call.pass(Duration.ofHours(1));

        assertThat(call.isDue()).isFalse();
    }

    @Test
    void orders_given_twice_before_the_answer_count_once() {
        RecordingOrder order = TestCall.order();
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.session.startRecording(List.of(order));
        call.session.startRecording(List.of(order));
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));

        assertThat(call.described().orders()).containsExactly(order);
    }

    @Test
    void who_has_ordered_before_the_answer_wants_no_second_order() {
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        assertThat(call.session.wantsOrder()).isTrue();

        call.session.startRecording(List.of(TestCall.order()));

        assertThat(call.session.wantsOrder()).isFalse();
    }

    @Test
    void an_order_stopped_before_the_answer_leaves_the_others() {
        RecordingOrder stopped = TestCall.order();
        RecordingOrder kept = TestCall.order();
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.session.startRecording(List.of(stopped, kept));
        call.session.stopRecording(stopped.recordingId());
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));

        assertThat(call.described().orders()).containsExactly(kept);
    }

    @Test
    void when_every_order_is_stopped_before_the_answer_nothing_is_captured() {
        RecordingOrder order = TestCall.order();
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/AVP", "8"));
        call.session.startRecording(List.of(order));
        call.session.stopRecording(order.recordingId());
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/AVP", "8"));

        assertThat(call.session.captureId()).isEmpty();
    }

    @Test
    void payload_types_that_come_back_have_their_interface_already() {
        call.negotiate("8");
        call.session.startRecording(List.of(TestCall.order()));
        var first = call.relay.kept;
        call.negotiate("0");
        var second = call.relay.kept;
        call.negotiate("8");

        assertThat(call.relay.kept).isEqualTo(first).isNotEqualTo(second);
        assertThat(call.disk.streams).hasSize(6);
    }

    @Test
    void what_is_encrypted_is_not_taken_for_its_codec() {
        call.offer("fA", "caller", TestCall.sdp(4_000, "RTP/SAVP", "8"));
        call.answer("tB", "callee", TestCall.sdp(5_000, "RTP/SAVP", "8"));
        call.session.startRecording(List.of(TestCall.order()));

        assertThat(call.disk.streams.getFirst().stream().payloads())
                .extracting(format -> format.encoding())
                .containsExactly("SRTP/PCMA");
    }
}
