package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.time.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class SippCallsTest {

    private static final int CALLS = 20;
    private static final int CALLER_PORT = 26_060;
    private static final int CALLEE_PORT = 26_061;

    @TempDir
    private Path folder;

    @Test
    void twenty_calls_at_once_are_recorded_as_they_were_spoken(RunningPlatform platform) {
        try (TapedeckApi api = platform.api()) {
            var phones = new Phones(platform, api);
            var sipp = new Sipp(folder, platform.sip());
            register(sipp, phones, "201", CALLER_PORT);
            register(sipp, phones, "202", CALLEE_PORT);

            callAtOnce(sipp, phones);
            List<JsonNode> ready = awaitRecordings(api, phones);

            var recordings = new Recordings(api);
            short[] speech = WavFile.read(sipp.speech()).channel(0);
            for (JsonNode recording : ready) {
                WavFile wav = recordings.wav(recording);
                assertSpeech(wav, 0, speech, "caller");
                assertSpeech(wav, 1, speech, "callee");
            }
        }
    }

    private static void register(Sipp sipp, Phones phones, String extension, int port) {
        String username = phones.account(extension);
        String line = String.join(";", extension, phones.domain(), auth(username), String.valueOf(port));
        Path values = sipp.values("register-" + extension + ".csv", List.of(line));
        Eventually.holds(
                () -> {
                    try {
                        sipp.run(
                                "register.xml",
                                "-inf",
                                values.getFileName().toString(),
                                "-m",
                                "1",
                                "-p",
                                String.valueOf(port));
                        return true;
                    } catch (AssertionError notYetKnownToTheProxy) {
                        return false;
                    }
                },
                Duration.ofSeconds(60),
                extension + " is registered by sipp");
    }

    private static String auth(String username) {
        return "[authentication username=" + username + " password=" + Phones.PASSWORD + "]";
    }

    private static void callAtOnce(Sipp sipp, Phones phones) {
        String calls = String.valueOf(CALLS);
        Process callees = sipp.start("uas.xml", "-p", String.valueOf(CALLEE_PORT), "-mp", "27000", "-m", calls);
        Path values = sipp.values(
                "uac.csv", List.of(String.join(";", "201", phones.domain(), auth("201." + phones.domain()), "202")));
        sipp.run(
                "uac.xml",
                "-inf",
                values.getFileName().toString(),
                "-p",
                String.valueOf(CALLER_PORT),
                "-mp",
                "28000",
                "-m",
                calls,
                "-l",
                calls,
                "-r",
                calls);
        sipp.finish("uas.xml", callees);
    }

    private static List<JsonNode> awaitRecordings(TapedeckApi api, Phones phones) {
        return Eventually.value(
                () -> {
                    var ready = java.util.stream.StreamSupport.stream(
                                    api.get("/api/v1/recordings?limit=200&tenantId=" + phones.tenantId())
                                            .path("items")
                                            .spliterator(),
                                    false)
                            .filter(recording ->
                                    recording.path("state").asString("").equals("ready"))
                            .toList();
                    return ready.size() == CALLS ? ready : null;
                },
                Duration.ofSeconds(90));
    }

    private static void assertSpeech(WavFile wav, int channel, short[] speech, String who) {
        var match = Correlation.best(wav.channel(channel), speech);

        assertThat(match.coefficient())
                .as("likeness of the %s's channel to what was spoken", who)
                .isGreaterThan(0.95);
    }
}
