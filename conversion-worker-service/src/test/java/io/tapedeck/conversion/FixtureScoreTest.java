package io.tapedeck.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.conversion.calls.Fixture;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.PcapngCapture;
import io.tapedeck.conversion.timeline.G711Decoders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls with known truth, scored by the scorer that comes with them. They are no part of this project, so this runs only
 * when asked for: {@code TAPEDECK_FIXTURES=folder ./tapedeck test -pl conversion-worker-service -am
 * -Dtest.groups.excluded=testcontainers}, with the folder that has {@code public} and {@code tools}.
 */
@Tag("fixtures")
class FixtureScoreTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01_g711u_clean",
                "02_g711a_clean",
                "12a_loss_pcmu",
                "13_reorder_dup",
                "14_wrap",
                "15_ssrc_change",
                "16_late_leg",
                "17a_hold_ts_continues",
                "17b_hold_ts_frozen",
                "18a_dtmf",
                "19_comfort_noise",
                "20_ptime_mixed",
                "22_rtcp_sr"
            })
    void scores(String name) throws Exception {
        String fixtures = Objects.requireNonNull(System.getenv("TAPEDECK_FIXTURES"), "TAPEDECK_FIXTURES is not set");
        Path calls = Path.of(fixtures, "public");
        Fixture fixture = Fixture.read(calls, name);
        Path out = folder.resolve(name + ".wav");

        new Conversion(new G711Decoders(), MediaFiles.standard())
                .convert(new PcapngCapture(fixture.call().writeTo(folder.resolve("raw"))), plan(fixture), out);

        assertScore(Path.of(fixtures, "tools", "score.py"), calls.resolve(name), out);
    }

    private static MediaPlan plan(Fixture fixture) {
        return new MediaPlan(
                new SessionId(new UUID(1, 1)),
                MediaFormat.WAV,
                ChannelLayout.STEREO,
                fixture.startedAt(),
                fixture.duration(),
                List.of(),
                fixture.streams());
    }

    private static void assertScore(Path scorer, Path truth, Path recording) throws Exception {
        Process process = new ProcessBuilder("python3", scorer.toString(), truth.toString(), recording.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }
}
