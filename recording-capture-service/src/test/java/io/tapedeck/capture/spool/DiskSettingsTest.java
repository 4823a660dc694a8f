package io.tapedeck.capture.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.capture.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSettingsTest {

    private static final long TOTAL = 1_000;

    private static final DiskSettings DEFAULTS = new DiskSettings(
            FreeSpace.of("20%"),
            FreeSpace.of("10%"),
            FreeSpace.of("5%"),
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            Duration.ofMinutes(10));

    @TempDir
    Path spool;

    @Test
    void the_defaults_are_those_of_the_file() {
        try (var node = TestNode.start(spool)) {
            assertThat(node.bean(DiskSettings.class)).isEqualTo(DEFAULTS);
        }
    }

    @Test
    void every_setting_can_be_set_as_a_share_or_a_size() {
        try (var node = TestNode.start(
                spool,
                "--tapedeck.capture.disk.warn=50GB",
                "--tapedeck.capture.disk.release=2.5%",
                "--tapedeck.capture.disk.refuse=0",
                "--tapedeck.capture.disk.every=5s",
                "--tapedeck.capture.disk.keep-converted=0s",
                "--tapedeck.capture.disk.grace=1h")) {
            assertThat(node.bean(DiskSettings.class))
                    .isEqualTo(new DiskSettings(
                            new FreeSpace(0, 50L << 30),
                            new FreeSpace(2.5, 0),
                            new FreeSpace(0, 0),
                            Duration.ofSeconds(5),
                            Duration.ZERO,
                            Duration.ofHours(1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "warn=much",
                "warn=100%",
                "warn=NaN%",
                "warn=-1%",
                "warn=-5GB",
                "warn=9%",
                "release=4%",
                "every=0s",
                "every=2m",
                "keep-converted=-1s",
                "grace=-1s"
            })
    void nonsense_stops_the_start(String setting) {
        assertThatThrownBy(() -> TestNode.start(spool, "--tapedeck.capture.disk." + setting))
                .isInstanceOf(Exception.class);
    }

    @ParameterizedTest
    @CsvSource({
        "201, AMPLE",
        "200, AMPLE",
        "199, WARNING",
        "100, WARNING",
        "99, RELEASING",
        "50, RELEASING",
        "49, REFUSING",
        "0, REFUSING"
    })
    void less_space_is_a_worse_level(long usable, DiskLevel level) {
        assertThat(DEFAULTS.level(DiskLevel.AMPLE, new DiskSpace(usable, TOTAL)))
                .isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"51, REFUSING", "53, RELEASING", "104, RELEASING", "106, WARNING", "211, AMPLE"})
    void a_level_is_left_with_a_twentieth_more_than_it_was_reached_with(long usable, DiskLevel level) {
        assertThat(DEFAULTS.level(DiskLevel.REFUSING, new DiskSpace(usable, TOTAL)))
                .isEqualTo(level);
    }
}
