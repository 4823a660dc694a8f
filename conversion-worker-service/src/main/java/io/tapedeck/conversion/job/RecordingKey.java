package io.tapedeck.conversion.job;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Where a file of a recording stands in the store: {@code <tenant>/<yyyy>/<MM>/<dd>/<recording>.<extension>}, the day in UTC.
 * Everything that belongs to a recording begins with the same path up to the first point of the name. Made of our own ids only,
 * so that nothing a phone sent can lead elsewhere; the same job always gives the same key.
 */
public record RecordingKey(String path) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Of a recording in one file. */
    public static RecordingKey of(TenantId tenant, Instant startedAt, RecordingId recording, MediaFormat format) {
        return of(tenant, startedAt, recording, format.extension());
    }

    /** @param ending for example {@code callee.wav} */
    public static RecordingKey of(TenantId tenant, Instant startedAt, RecordingId recording, String ending) {
        return new RecordingKey(tenant + "/" + DAY.format(startedAt) + "/" + recording + "." + ending);
    }

    @Override
    public String toString() {
        return path;
    }
}
