package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of every record on Kafka: CloudEvents 1.0 in structured JSON. The event's own name
 * ({@code tapedeck.<topic>.<Event>.v1}) stands in {@code type} beside {@code data}, where CloudEvents wants it. An
 * event whose name is not known to the reader arrives with {@code data} null and is to be skipped.
 *
 * @param id unique per event; what idempotent consumers remember
 * @param source the service that says it, as {@code /tapedeck/<module>/<instance>}
 * @param subject the record key: the id of what the event is about
 */
@JsonPropertyOrder({"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"})
public record CloudEvent<E>(
        String specversion,
        UUID id,
        URI source,
        String subject,
        Instant time,
        String datacontenttype,

        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "type")
        @Nullable
        E data) {

    public static <E> CloudEvent<E> of(UUID id, URI source, String subject, Instant time, E data) {
        return new CloudEvent<>("1.0", id, source, subject, time, "application/json", data);
    }
}
