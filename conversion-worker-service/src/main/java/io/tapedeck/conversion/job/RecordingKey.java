package io.tapedeck.conversion.job;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Where a recording stands in the store: {@code <tenant>/<yyyy>/<MM>/<dd>/<recording>.<extension>}, the day in UTC. Made of
 * our own ids only, so that nothing a phone sent can lead elsewhere; the same job always gives the same key.
 */
public record RecordingKey(String path) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    public static RecordingKey of(TenantId tenant, Instant startedAt, RecordingId recording, MediaFormat format) {
        return new RecordingKey(tenant + "/" + DAY.format(startedAt) + "/" + recording + "." + format.extension());
    }

    @Override
    public String toString() {
        return path;
    }
}
