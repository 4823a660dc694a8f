package io.tapedeck.conversion.ffmpeg;

import static io.tapedeck.conversion.calls.SealedCalls.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.calls.RawCall;
import io.tapedeck.conversion.calls.Tones;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.media.PcapngCapture;
import io.tapedeck.conversion.media.Rendition;
import io.tapedeck.conversion.timeline.G711Decoders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What players and programs read in a file about its call. */
class TagsTest {

    private static final CallLabel LABEL = new CallLabel("0199a000-0000-7000-8000-000000000001", "Änn <1001>", "1002");

    private static final String INTERVALS =
            "2030-01-07T09:00:00Z/2030-01-07T09:00:01Z 2030-01-07T09:00:01.500Z/2030-01-07T09:00:02Z";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"MP3", "OPUS", "FLAC"})
    void every_detail_has_a_tag_of_its_own(MediaFormat format) throws Exception {
        Map<String, String> tags = EncodedReader.tags(convert(format));

        assertThat(tags)
                .containsEntry("title", "Call of 2030-01-07T09:00:00Z")
                .containsEntry("date", "2030-01-07T09:00:00Z")
                .containsEntry("session-id", LABEL.session())
                .containsEntry("caller", "Änn <1001>")
                .containsEntry("callee", "1002")
                .containsEntry("intervals", INTERVALS);
    }

    @Test
    void a_wav_says_it_in_its_comment() throws Exception {
        Map<String, String> tags = EncodedReader.tags(convert(MediaFormat.WAV));

        assertThat(tags)
                .containsEntry("title", "Call of 2030-01-07T09:00:00Z")
                .containsEntry("date", "2030-01-07T09:00:00Z")
                .containsEntry(
                        "comment", "session " + LABEL.session() + ", from Änn <1001> to 1002, heard " + INTERVALS);
    }

    @Test
    void a_wav_of_a_call_of_which_nothing_is_known_has_no_comment() throws Exception {
        Map<String, String> tags =
                EncodedReader.tags(convert(MediaFormat.WAV, CallLabel.NONE, List.of(Piece.wholeCall())));

        assertThat(tags).containsEntry("date", "2030-01-07T09:00:00Z").doesNotContainKey("comment");
    }

    private Path convert(MediaFormat format) throws Exception {
        var pieces = List.of(piece(0, 1_000, true), piece(1_000, 1_500, false), piece(1_500, 2_000, true));
        return convert(format, LABEL, pieces);
    }

    private Path convert(MediaFormat format, CallLabel label, List<Piece> pieces) throws Exception {
        Path raw = new RawCall()
                .speak(0, STARTED, 0, Tones.sine(400, 8_000, 16_000))
                .writeTo(folder.resolve("raw"));
        Path out = folder.resolve("out");
        new Conversion(new G711Decoders(), MediaFiles.standard())
                .convert(
                        new PcapngCapture(raw),
                        RawCall.G711,
                        new Rendition(new MediaPlan(label, format, ChannelLayout.MONO, 0, STARTED, pieces), out));
        return out;
    }

    private static Piece piece(int from, int to, boolean heard) {
        return new Piece(Duration.ofMillis(from), Duration.ofMillis(to), heard);
    }
}
