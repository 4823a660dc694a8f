package io.tapedeck.standalone.captures;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.capture.spool.Manifest;
import io.tapedeck.capture.spool.StoredCapture;
import io.tapedeck.contracts.RecordingOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A capture in a line.
 *
 * @param state open, sealed, announced, or damaged when its manifest cannot be read
 * @param durationMillis null while it goes on
 * @param damage what is wrong with the manifest; null when nothing is
 */
record CaptureSummary(
        String id,
        @Nullable String session,
        String state,
        boolean setAside,
        boolean recovered,
        @Nullable Instant startedAt,
        @Nullable Long durationMillis,
        long bytes,
        @Nullable String caller,
        @Nullable String callee,
        List<String> recordings,
        @Nullable String damage) {

    private static final String ROW = "%-36s  %-36s  %-9s  %-20s  %10s  %10s  %s";
    private static final int THOUSAND = 1_000;

    static String header() {
        return String.format(ROW, "ID", "SESSION", "STATE", "START", "DURATION", "SIZE", "PARTIES");
    }

    static CaptureSummary of(StoredCapture capture) {
        Manifest manifest = capture.manifest();
        return manifest == null ? damaged(capture) : of(capture, manifest);
    }

    private static CaptureSummary damaged(StoredCapture capture) {
        return new CaptureSummary(
                capture.id().toString(),
                null,
                "damaged",
                capture.isSetAside(),
                false,
                null,
                null,
                capture.bytes(),
                null,
                null,
                List.of(),
                capture.damage());
    }

    private static CaptureSummary of(StoredCapture stored, Manifest manifest) {
        CaptureDescription capture = manifest.capture();
        Instant end = capture.endedAt();
        return new CaptureSummary(
                stored.id().toString(),
                capture.sessionId().toString(),
                manifest.state().name().toLowerCase(Locale.ROOT),
                stored.isSetAside(),
                manifest.recovered(),
                capture.startedAt(),
                end == null ? null : Duration.between(capture.startedAt(), end).toMillis(),
                stored.bytes(),
                capture.caller().number(),
                capture.callee().number(),
                capture.orders().stream()
                        .map(RecordingOrder::recordingId)
                        .map(Object::toString)
                        .toList(),
                null);
    }

    String row() {
        return String.format(
                        Locale.ROOT,
                        ROW,
                        id,
                        session == null ? "-" : session,
                        state,
                        startedAt == null ? "-" : Instant.ofEpochSecond(startedAt.getEpochSecond()),
                        durationMillis == null ? "-" : seconds(durationMillis),
                        size(bytes),
                        parties())
                .stripTrailing();
    }

    private String parties() {
        return caller == null ? "(" + damage + ")" : caller + " > " + callee;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / (double) THOUSAND);
    }

    static String size(long bytes) {
        if (bytes < THOUSAND) {
            return bytes + " B";
        }
        double scaled = bytes;
        int unit = -1;
        while (scaled >= THOUSAND && unit < 3) {
            scaled /= THOUSAND;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %cB", scaled, "kMGT".charAt(unit));
    }
}
