package io.tapedeck.capture.spool;

import org.springframework.util.unit.DataSize;

/**
 * So much of a disk, as a share of it or in bytes; written {@code 20%} or {@code 50GB}.
 *
 * @param percent 0 when bytes are meant
 * @param bytes 0 when a share is meant
 */
record FreeSpace(double percent, long bytes) {

    private static final double HUNDRED = 100;

    FreeSpace {
        if (!(percent >= 0 && percent < HUNDRED) || bytes < 0 || percent > 0 && bytes > 0) {
            throw new IllegalArgumentException("free space is 0% to 99%, or a size");
        }
    }

    /** @param text {@code 20%}, {@code 50GB}; {@code 0} for never */
    public static FreeSpace of(String text) {
        String written = text.strip();
        if (written.endsWith("%")) {
            return new FreeSpace(Double.parseDouble(written.substring(0, written.length() - 1)), 0);
        }
        return new FreeSpace(0, DataSize.parse(written).toBytes());
    }

    /** On a disk of that size. */
    double bytesOf(long total) {
        return bytes + total * (percent / HUNDRED);
    }

    boolean isComparableTo(FreeSpace other) {
        return percent > 0 == other.percent > 0;
    }

    @Override
    public String toString() {
        return bytes > 0 ? bytes + " bytes" : percent + " %";
    }
}
