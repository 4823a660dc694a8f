package io.tapedeck.capture.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param spool directory of the raw captures
 * @param ring memory between relay and disk
 * @param flush how long a packet may wait before the kernel has it
 * @param sync how long it may wait before the disk has it
 * @param journal how long the journal keeps what it has, before the captures' own files have to be as safe
 * @param keepAnnounced how long an announced capture is kept; zero for ever
 */
@ConfigurationProperties("tapedeck.capture")
record SpoolSettings(
        Path spool, DataSize ring, Duration flush, Duration sync, Duration journal, Duration keepAnnounced) {

    private static final DataSize LARGEST_RING = DataSize.ofGigabytes(1);
    private static final Duration LATEST_FLUSH = Duration.ofMillis(100);

    SpoolSettings {
        if (ring.compareTo(DataSize.ofKilobytes(64)) < 0 || ring.compareTo(LARGEST_RING) > 0) {
            throw new IllegalArgumentException("tapedeck.capture.ring has to be between 64KB and 1GB, was " + ring);
        }
        if (flush.isNegative() || flush.compareTo(LATEST_FLUSH) > 0) {
            throw new IllegalArgumentException("tapedeck.capture.flush has to be at most 100ms, was " + flush);
        }
        if (!isPositive(sync) || !isPositive(journal) || keepAnnounced.isNegative()) {
            throw new IllegalArgumentException(
                    "tapedeck.capture: sync and journal must be positive, keep-announced not negative");
        }
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }
}
