package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

@Execution(ExecutionMode.CONCURRENT)
class CrashTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Four seconds: some syncs of the journal lie behind, and one is under way. */
    private static final int TALK_PACKETS = 200;

    /** What of the end may be missing. */
    private static final long LOST_MILLIS = 200;

    private static final int PORT_OFFSET = 10_300;

    @TempDir
    private Path folder;

    /** One platform after the other's end, since each start costs what the rest of the test does. */
    @Test
    void calls_in_progress_are_sealed_at_a_stop_and_recovered_after_a_kill() {
        try (var platform = RunningPlatform.start(folder.resolve("data"), PORT_OFFSET)) {
            Interrupted stopped = inMidCall(platform, RunningPlatform::stop);
            platform.restart();
            assertThat(platform.printedBeforeRestart()).contains("Stopped.");
            assertSealed(platform, stopped);

            Interrupted killed = inMidCall(platform, RunningPlatform::kill);
            platform.restart();
            assertRecovered(platform, killed);
        }
    }

    private static void assertSealed(RunningPlatform platform, Interrupted call) {
        try (var api = platform.api()) {
            JsonNode recording = new Recordings(api).readyOf(call.session());

            assertThat(recording.path("recovered").asBoolean()).isFalse();
            assertThat(recording.path("durationMs").asLong()).isGreaterThan(call.heardMillis() - LOST_MILLIS);
        }
    }

    private static void assertRecovered(RunningPlatform platform, Interrupted call) {
        try (var api = platform.api()) {
            var recordings = new Recordings(api);
            JsonNode recording = recordings.readyOf(call.session());
            WavFile wav = recordings.wav(recording);

            assertThat(recording.path("recovered").asBoolean()).isTrue();
            assertThat(wav.channel(0).length * 1000L / wav.sampleRate())
                    .as("recorded milliseconds of the call")
                    .isGreaterThanOrEqualTo(call.heardMillis() - LOST_MILLIS);
            assertThat(ToneDetector.level(wav.channel(0), wav.sampleRate(), 500))
                    .isGreaterThan(0.1);
            assertThat(recordings
                            .completedCdr(call.session())
                            .path("endedReason")
                            .asString())
                    .isEqualTo("interrupted");
            Eventually.holds(
                    () -> api.find(
                                    "/api/v1/cdrs?limit=200",
                                    cdr -> cdr.path("state").asString("").equals("in_progress"))
                            .isEmpty(),
                    PATIENCE,
                    "no call is in progress any more");
        }
    }

    /**
     * @param heardMillis how much of what Alice said had come to Bob when the platform was told to end, or ended
     */
    private record Interrupted(String session, long heardMillis) {}

    private static Interrupted inMidCall(RunningPlatform platform, Consumer<RunningPlatform> blow) {
        try (var api = platform.api()) {
            var phones = new Phones(platform, api);
            try (var alice = phones.registered("201");
                    var bob = phones.registered("202")) {
                bob.autoAnswer(AudioSource.tone(900));
                PhoneCall call = alice.call("202", AudioSource.tone(500));
                assertThat(call.answered(PATIENCE)).isTrue();
                PhoneCall atBob = bob.incoming(PATIENCE);
                Eventually.holds(() -> atBob.receivedPackets() > TALK_PACKETS, PATIENCE, "Alice talks");
                long heardMillis = 20 * atBob.receivedPackets();
                blow.accept(platform);
                return new Interrupted(call.sessionId(), heardMillis);
            }
        }
    }
}
