package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.phone.Softphone;
import io.tapedeck.testkit.time.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Callers are asked whether they want to be recorded, by listening to the phones and to what was recorded. */
@ExtendWith(SharedPlatform.class)
@TestInstance(Lifecycle.PER_CLASS)
class AskedCallsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AudioSource SPEECH = AudioSource.noise(3);
    private static final Map<String, Object> ON = Map.of("any", Map.of("enabled", true));
    private static final Map<String, Object> OFF = Map.of("any", Map.of("enabled", false));

    /** In silence nobody is recognised. */
    private static final double UNLIKE = 0.3;

    private final Spoken question = Spoken.shipped("en", "ask");
    private TapedeckApi api;
    private Phones phones;
    private Recordings recordings;
    private Softphone anna;
    private Softphone bob;

    @BeforeAll
    void two_phones(RunningPlatform platform) {
        api = platform.api();
        phones = new Phones(platform, api);
        recordings = new Recordings(api);
        anna = phones.registered("401");
        bob = phones.registered("402");
        bob.autoAnswer(SPEECH);
    }

    @AfterAll
    void all_leave() {
        List.of(anna, bob).forEach(Softphone::close);
        api.close();
    }

    @Test
    void a_caller_who_presses_1_is_recorded_but_the_question_is_not() {
        settings(OFF, Map.of("outbound", ON, "outgoingMode", "ask"));
        PhoneCall call = asked();

        call.sendDtmf("1");
        talk(call);
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        WavFile wav = recordings.wav(recording);
        assertThat(recording.path("userId").asString()).isEqualTo(phones.userId("401"));
        assertThat(likeness(wav)).isGreaterThan(0.9);
        assertThat(question.in(wav.channel(1)).coefficient()).isLessThan(UNLIKE);
        assertThat(question.in(wav.channel(0)).coefficient()).isLessThan(UNLIKE);
        assertThat(timeline(call)).containsExactly("recording.accept dtmf");
    }

    @Test
    void a_caller_who_presses_0_talks_without_being_recorded() {
        settings(OFF, Map.of("outbound", ON, "outgoingMode", "ask", "unanswered", "record"));
        PhoneCall call = asked();

        call.sendDtmf("0");
        talk(call);
        call.hangUp();

        JsonNode cdr = recordings.completedCdr(call.sessionId());
        assertThat(cdr.path("recordings").size()).isZero();
        assertThat(cdr.path("targets").size()).isEqualTo(1);
        assertThat(cdr.path("answeredTime").asString()).isNotEmpty();
        assertThat(timeline(call)).containsExactly("recording.decline dtmf");
    }

    @Test
    void what_the_tenant_records_in_any_case_is_recorded_whatever_is_pressed() {
        settings(ON, Map.of("outbound", ON, "outgoingMode", "ask"));
        PhoneCall call = asked();

        call.sendDtmf("0");
        talk(call);
        call.hangUp();

        JsonNode recording = recordings.readyOf(call.sessionId());
        assertThat(recording.path("userId").asString("")).isEmpty();
        assertThat(likeness(recordings.wav(recording))).isGreaterThan(0.9);
        assertThat(recordings.completedCdr(call.sessionId()).path("recordings").size())
                .isEqualTo(1);
    }

    @Test
    void who_says_nothing_is_asked_twice_and_then_the_setting_decides() {
        settings(OFF, Map.of("outbound", ON, "outgoingMode", "ask", "unanswered", "record"));

        PhoneCall call = anna.call("402", AudioSource.silence());
        talk(call);
        short[] heard = call.heard();
        call.hangUp();

        assertThat(countOf(heard)).isEqualTo(2);
        assertThat(likeness(recordings.wav(recordings.readyOf(call.sessionId()))))
                .isGreaterThan(0.9);
        assertThat(timeline(call)).containsExactly("recording.accept rules");
    }

    @Test
    void who_gives_up_while_being_asked_leaves_a_cancelled_call() {
        settings(OFF, Map.of("outbound", ON, "outgoingMode", "ask"));
        bob.forgetIncoming();
        PhoneCall call = asked();

        call.hangUp();
        assertThat(call.ended(PATIENCE)).isTrue();

        JsonNode cdr = recordings.completedCdr(call.sessionId());
        assertThat(cdr.path("endedReason").asString()).isEqualTo("cancelled");
        assertThat(cdr.path("targets").size()).isZero();
        assertThat(cdr.path("recordings").size()).isZero();
        assertThat(api.find(
                        "/api/v1/calls",
                        one -> one.path("sessionId").asString("").equals(call.sessionId())))
                .isEmpty();
    }

    /** The phone has got the question, and its owner has heard it. */
    private PhoneCall asked() {
        PhoneCall call = anna.call("402", AudioSource.silence());
        Eventually.holds(() -> question.in(call.heard()).coefficient() > 0.7, PATIENCE, "the question is heard");
        return call;
    }

    private static void talk(PhoneCall call) {
        assertThat(call.answered(PATIENCE)).as("status %s", call.statusCode()).isTrue();
        long before = call.receivedPackets();
        Eventually.holds(() -> call.receivedPackets() > before + 100, PATIENCE, "Bob is heard");
    }

    /** How often the question stands in what was heard. */
    private int countOf(short[] heard) {
        short[] rest = heard;
        int count = 0;
        for (var match = question.in(rest); match.coefficient() > 0.7; match = question.in(rest)) {
            count++;
            rest = question.takenOutOf(rest);
        }
        return count;
    }

    private static double likeness(WavFile wav) {
        var spoken = new short[10 * AudioSource.SAMPLE_RATE];
        SPEECH.read(0, spoken);
        return Correlation.best(wav.channel(1), spoken).coefficient();
    }

    private List<String> timeline(PhoneCall call) {
        JsonNode timeline = recordings.completedCdr(call.sessionId()).path("timeline");
        return StreamSupport.stream(timeline.spliterator(), false)
                .map(one -> one.path("what").asString() + " " + one.path("how").asString())
                .toList();
    }

    /** What is explained is what is in force. */
    private void settings(Map<String, Object> tenant, Map<String, Object> anna) {
        phones.tenantSettings(Map.of("any", tenant));
        phones.userSettings("401", anna);
        String unanswered = anna.getOrDefault("unanswered", "skip").toString();
        int recorded = tenant.equals(ON) ? 2 : 1;
        Eventually.holds(
                () -> {
                    JsonNode orders = phones.explained("401", "402").path("orders");
                    JsonNode last = orders.path(orders.size() - 1);
                    return orders.size() == recorded
                            && last.path("owner").path("userId").asString("").equals(phones.userId("401"))
                            && last.path("ask").path("unanswered").asString("").equals(unanswered);
                },
                PATIENCE,
                "the settings are in force");
    }
}
