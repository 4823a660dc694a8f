package io.tapedeck.capture.spool;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is done when the spool's disk fills up.
 *
 * @param warn with less free space operators are told
 * @param release with less, captures whose recordings are made are removed before their time
 * @param refuse with less, no optional recording is begun
 * @param every how often the disk is looked at
 * @param keepConverted how long a capture is kept after its recordings were made; zero for ever
 * @param grace how long it is kept all the same when space runs short
 */
@ConfigurationProperties("tapedeck.capture.disk")
record DiskSettings(
        FreeSpace warn, FreeSpace release, FreeSpace refuse, Duration every, Duration keepConverted, Duration grace) {

    DiskSettings {
        if (isOutOfOrder(warn, release) || isOutOfOrder(release, refuse)) {
            throw new IllegalArgumentException("tapedeck.capture.disk: warn must not be less than release, nor release"
                    + " than refuse: " + warn + ", " + release + ", " + refuse);
        }
        if (!every.isPositive() || every.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("tapedeck.capture.disk.every has to be up to 1m, was " + every);
        }
        if (keepConverted.isNegative() || grace.isNegative()) {
            throw new IllegalArgumentException("tapedeck.capture.disk: keep-converted and grace must not be negative");
        }
    }

    /** A share and a size can only be compared on a disk. */
    private static boolean isOutOfOrder(FreeSpace more, FreeSpace less) {
        return more.isComparableTo(less) && more.bytesOf(1L << 40) < less.bytesOf(1L << 40);
    }

    DiskLevel level(DiskLevel now, DiskSpace space) {
        DiskLevel reached = level(space.usable(), space.total());
        if (reached.compareTo(now) >= 0) {
            return reached;
        }
        // a level is left with a twentieth more than it was reached with, or it would come and go with every packet
        return level(space.usable() - space.usable() / 20, space.total());
    }

    private DiskLevel level(long usable, long total) {
        if (usable < refuse.bytesOf(total)) {
            return DiskLevel.REFUSING;
        }
        if (usable < release.bytesOf(total)) {
            return DiskLevel.RELEASING;
        }
        return usable < warn.bytesOf(total) ? DiskLevel.WARNING : DiskLevel.AMPLE;
    }
}
