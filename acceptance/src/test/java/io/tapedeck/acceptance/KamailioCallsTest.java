package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.Correlation;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.time.Eventually;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedPlatform.class)
class KamailioCallsTest {

    private static final int CALLS = Integer.getInteger("tapedeck.kamailio.calls", 10);
    /** Of a machine that is busy with other things as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(90).plusMillis(500L * CALLS);

    private static final InetSocketAddress PROXY = new InetSocketAddress("127.0.0.1", 26_080);
    private static final InetSocketAddress CALLEE = new InetSocketAddress("127.0.0.1", 26_081);
    private static final int CALLER_PORT = 26_082;

    @TempDir
    private Path folder;

    @Test
    void calls_that_kamailio_controls_are_recorded_and_play(RunningPlatform platform) {
        try (TapedeckApi api = platform.api()) {
            var tenant = new Phones(platform, api).tenantId();
            var sipp = new Sipp(folder, PROXY);
            try (var _ = Kamailio.start(folder, PROXY, platform.ng(), CALLEE, tenant)) {
                callAll(sipp);
            }

            List<JsonNode> ready = awaitReady(api, tenant);

            var recordings = new Recordings(api);
            short[] speech = WavFile.read(sipp.speech()).channel(0);
            for (JsonNode recording : ready) {
                WavFile wav = recordings.wav(recording);
                assertSpeech(wav, 0, speech);
                assertSpeech(wav, 1, speech);
            }
        }
    }

    private static void callAll(Sipp sipp) {
        String calls = String.valueOf(CALLS);
        Process callees = sipp.start("uas.xml", "-p", String.valueOf(CALLEE.getPort()), "-mp", "27400", "-m", calls);
        sipp.run(
                "uac-open.xml",
                "-p",
                String.valueOf(CALLER_PORT),
                "-mp",
                "28400",
                "-m",
                calls,
                "-l",
                calls,
                "-r",
                "20");
        sipp.finish("uas.xml", callees);
    }

    private static List<JsonNode> awaitReady(TapedeckApi api, String tenant) {
        return Eventually.value(
                () -> {
                    JsonNode items = api.get("/api/v1/recordings?limit=200&tenantId=" + tenant)
                            .path("items");
                    var ready = StreamSupport.stream(items.spliterator(), false)
                            .filter(item -> item.path("state").asString("").equals("ready"))
                            .toList();
                    return ready.size() == CALLS ? ready : null;
                },
                PATIENCE);
    }

    private static void assertSpeech(WavFile wav, int channel, short[] speech) {
        assertThat(Correlation.best(wav.channel(channel), speech).coefficient())
                .as("likeness of channel %s to what was spoken", channel)
                .isGreaterThan(0.95);
    }
}
