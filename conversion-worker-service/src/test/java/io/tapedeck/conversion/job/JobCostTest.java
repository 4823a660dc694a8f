package io.tapedeck.conversion.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.calls.SealedCalls;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which jobs hold up others: those of more than twenty seconds of CPU, if nothing else is set. */
class JobCostTest {

    private static final RawFile RAW = new RawFile(URI.create("file:///raw"), 1, "0".repeat(64));

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void an_hour_of_a_movie_of_both_parties_is_long_and_one_of_sound_is_not() {
        assertThat(cost(MediaFormat.MP4, ChannelLayout.STEREO)).isGreaterThan(LONG);
        assertThat(cost(MediaFormat.MP4, ChannelLayout.SPLIT)).isLessThan(LONG);
        assertThat(cost(MediaFormat.WAV, ChannelLayout.STEREO)).isLessThan(LONG);
        assertThat(cost(MediaFormat.MP3, ChannelLayout.MONO)).isLessThan(LONG);
    }

    private static Duration cost(MediaFormat format, ChannelLayout layout) {
        return JobCost.of(SealedCalls.sealed(Duration.ofHours(1), RAW, SealedCalls.order(format, layout)));
    }
}
