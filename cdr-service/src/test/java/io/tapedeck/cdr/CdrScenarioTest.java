package io.tapedeck.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.cdrs.CdrEvent;
import io.tapedeck.contracts.cdrs.CdrEvent.CdrCompleted;
import io.tapedeck.contracts.cdrs.CdrEvent.CdrUpdated;
import io.tapedeck.contracts.cdrs.RecordingState;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.servers.EmbeddedDatabase;
import io.tapedeck.testkit.servers.EmbeddedKafka;
import io.tapedeck.testkit.time.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PollersUp.class, LeakCheck.class})
class CdrScenarioTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static RunningService service;
    private static Wire wire;

    @BeforeAll
    static void start() {
        String kafka = EmbeddedKafka.shared().bootstrapServers();
        service = RunningService.start(kafka, EmbeddedDatabase.start().freshDatabase());
        wire = new Wire(kafka);
    }

    @AfterAll
    static void stop() {
        wire.close();
        service.close();
    }

    @Test
    void a_recorded_call_becomes_a_cdr_with_a_recording_that_plays() {
        var call = SampleCall.fresh();

        wire.say(call.started());
        wire.say(call.answered());
        wire.say(call.captureStarted());
        wire.say(call.ended());
        wire.say(call.captureSealed());
        wire.say(call.ready());

        awaitState(call, "ready");
        Eventually.holds(() -> completed(call), SOON, "the completed CDR: topics are read side by side");
        var cdr = service.json("/internal/cdrs/" + call.session());
        assertThat(cdr.get("durationSeconds").intValue()).isEqualTo(60);
        assertThat(cdr.get("recordings").get(0).get("mediaKey").stringValue()).isEqualTo("2030/01/07/a.wav");
    }

    @Test
    void others_are_told_of_the_completed_cdr_and_of_every_change() {
        var call = SampleCall.fresh();

        wire.say(call.ended());
        List<CdrEvent> first = wire.cdrs(call, 1);
        wire.say(call.ready());
        List<CdrEvent> all = wire.cdrs(call, 2);

        assertThat(first).hasOnlyElementsOfType(CdrCompleted.class);
        assertThat(all).element(1).isInstanceOf(CdrUpdated.class);
        assertThat(all.get(1).cdr().recordings())
                .singleElement()
                .satisfies(recording -> assertThat(recording.state()).isEqualTo(RecordingState.READY));
    }

    @Test
    void what_cannot_be_read_or_kept_goes_to_the_dead_letters_with_its_reason_and_the_rest_goes_on() {
        var call = SampleCall.fresh();
        String key = call.session().toString();

        wire.say(Topics.CALLS, key, "{not json".getBytes(StandardCharsets.UTF_8));
        wire.say(Topics.CALLS, key, withNul(SampleCall.fresh()));
        wire.say(call.ended());

        Eventually.holds(() -> known(call), SOON, "the CDR behind the bad records");
        var letters = wire.hear(Topics.CALLS + Topics.DEAD_LETTER_SUFFIX, 2, SOON, record -> key.equals(record.key()));
        assertThat(letters)
                .extracting(letter -> new String(
                        letter.headers()
                                .lastHeader(Topics.DEAD_LETTER_REASON_HEADER)
                                .value(),
                        StandardCharsets.UTF_8))
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("Not an event"),
                        reason -> assertThat(reason).startsWith("Cannot be entered"));
    }

    /** A text that PostgreSQL cannot hold. */
    private static byte[] withNul(SampleCall call) {
        return """
                {"specversion":"1.0","id":"0199a000-0000-7000-8000-000000000001","source":"/x","subject":"x",
                 "time":"2030-01-07T09:00:00Z","datacontenttype":"application/json",
                 "type":"tapedeck.calls.CallStarted.v1","data":{"call":%s}}
                """.formatted(Wire.JSON.writeValueAsString(call.started().call()).replace("Acme", "A\\u0000cme"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_time_from_bye_to_playable_is_measured() {
        double before = count();
        var call = SampleCall.fresh();

        wire.say(call.ended());
        wire.say(call.ready());

        Eventually.holds(() -> count() > (Double.isNaN(before) ? 0 : before), SOON, "a measurement");
    }

    @Test
    void a_recording_that_is_told_can_be_played_at_once() {
        List<Duration> waits =
                IntStream.range(0, 21).mapToObj(_ -> wait(SampleCall.fresh())).toList();

        // a busy machine makes some of them wait; who looks now and then would make all
        assertThat(Collections.min(waits)).as("of %s", waits).isLessThan(Duration.ofMillis(500));
    }

    /** From the event to the catalogue, through Kafka and PostgreSQL. */
    private static Duration wait(SampleCall call) {
        wire.say(call.ended());
        long told = System.nanoTime();
        wire.say(call.ready());
        awaitState(call, "ready");
        return Duration.ofNanos(System.nanoTime() - told);
    }

    private static double count() {
        return service.metric("tapedeck_bye_to_playable_seconds_count");
    }

    private static boolean completed(SampleCall call) {
        return service.json("/internal/cdrs/" + call.session())
                .path("state")
                .asString("")
                .equals("completed");
    }

    private static boolean known(SampleCall call) {
        return service.get("/internal/cdrs/" + call.session()).statusCode() == 200;
    }

    private static void awaitState(SampleCall call, String state) {
        Eventually.holds(
                () -> service.json("/internal/recordings/" + call.recording())
                        .path("state")
                        .asString("")
                        .equals(state),
                SOON,
                "recording " + state);
    }
}
