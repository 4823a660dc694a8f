package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.audio.ToneDetector;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.phone.PhoneCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CrashTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TALK = Duration.ofSeconds(4);
    private static final int PORT_OFFSET = 10_300;

    @TempDir
    private Path folder;

    @Test
    void a_call_that_was_up_when_the_platform_was_killed_is_recovered() {
        try (var platform = RunningPlatform.start(folder.resolve("data"), PORT_OFFSET)) {
            Interrupted interrupted = inMidCall(platform, RunningPlatform::kill);

            platform.restart();

            try (var api = platform.api()) {
                var recordings = new Recordings(api);
                JsonNode recording = recordings.readyOf(interrupted.session());
                WavFile wav = recordings.wav(recording);

                assertThat(recording.path("recovered").asBoolean()).isTrue();
                assertThat(wav.channel(0).length * 1000L / wav.sampleRate())
                        .as("recorded milliseconds of the call")
                        .isGreaterThanOrEqualTo(interrupted.talkedFor().toMillis() - 200);
                assertThat(ToneDetector.level(wav.channel(0), wav.sampleRate(), 500))
                        .isGreaterThan(0.1);
                assertThat(recordings
                                .completedCdr(interrupted.session())
                                .path("endedReason")
                                .asString())
                        .isEqualTo("interrupted");
                assertThat(api.find(
                                "/api/v1/cdrs?limit=200",
                                cdr -> cdr.path("state").asString("").equals("in_progress")))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_call_in_progress_is_sealed_when_the_platform_is_told_to_stop() {
        try (var platform = RunningPlatform.start(folder.resolve("data"), PORT_OFFSET)) {
            Interrupted interrupted = inMidCall(platform, RunningPlatform::stop);

            platform.restart();

            try (var api = platform.api()) {
                JsonNode recording = new Recordings(api).readyOf(interrupted.session());

                assertThat(platform.printedBeforeRestart()).contains("Stopped.");
                assertThat(recording.path("recovered").asBoolean()).isFalse();
                assertThat(recording.path("durationMs").asLong()).isGreaterThan(TALK.toMillis() - 200);
            }
        }
    }

    /**
     * @param talkedFor from the answer to the end of the platform
     */
    private record Interrupted(String session, Duration talkedFor) {}

    private static Interrupted inMidCall(RunningPlatform platform, Consumer<RunningPlatform> blow) {
        try (var api = platform.api()) {
            var phones = new Phones(platform.sip(), api);
            try (var alice = phones.registered("201");
                    var bob = phones.registered("202")) {
                bob.autoAnswer(AudioSource.tone(900));
                PhoneCall call = alice.call("202", AudioSource.tone(500));
                assertThat(call.answered(PATIENCE)).isTrue();
                long answered = System.nanoTime();
                LockSupport.parkNanos(TALK.toNanos());
                blow.accept(platform);
                return new Interrupted(call.sessionId(), Duration.ofNanos(System.nanoTime() - answered));
            }
        }
    }
}
