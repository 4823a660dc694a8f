package io.tapedeck.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.ffmpeg.FfmpegDecoders;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.pcap.PcapCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls with known truth, scored by the scorer that comes with them. They are no part of this project, so this runs only
 * when asked for: {@code TAPEDECK_FIXTURES=folder ./tapedeck test -pl conversion-worker-service -am
 * -Dtest.groups.excluded=testcontainers}, with the folder that has {@code public} and {@code tools}.
 */
@Tag("fixtures")
class FixtureScoreTest {

    @TempDir
    Path folder;

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(fixtures().resolve("public"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void scores(String name) throws Exception {
        Path calls = fixtures().resolve("public");
        JsonNode json =
                JsonMapper.shared().readTree(calls.resolve(name + ".json").toFile());
        PcapCall call = PcapCall.find(
                unpacked(calls.resolve(name + ".pcap.gz")),
                json.at("/sdp/offer").stringValue(),
                json.at("/sdp/answer").stringValue());
        Path out = folder.resolve(name + ".wav");

        new Conversion(new FfmpegDecoders(), MediaFiles.standard())
                .convert(
                        call,
                        call.streams(),
                        new Rendition(
                                MediaPlan.wholeCall(MediaFormat.WAV, ChannelLayout.STEREO, 0, call.startedAt()), out));

        assertScore(fixtures().resolve("tools").resolve("score.py"), calls.resolve(name), out);
    }

    private static Path fixtures() {
        return Path.of(Objects.requireNonNull(System.getenv("TAPEDECK_FIXTURES"), "TAPEDECK_FIXTURES is not set"));
    }

    private Path unpacked(Path packed) throws IOException {
        Path pcap = folder.resolve("call.pcap");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(in, pcap);
        }
        return pcap;
    }

    private static void assertScore(Path scorer, Path truth, Path recording) throws Exception {
        Process process = new ProcessBuilder("python3", scorer.toString(), truth.toString(), recording.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }
}
