package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.calls.CallEvent;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Call events in their envelope, as JSON. */
public final class CallEventJson {

    private static final TypeReference<CloudEvent<CallEvent>> ENVELOPE = new TypeReference<>() {};

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final URI source;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * @param source of the CloudEvents: this proxy
     * @param ids a fresh one every time, of version 7
     */
    public CallEventJson(JsonMapper json, URI source, InstantSource clock, Supplier<UUID> ids) {
        writer = json.writerFor(ENVELOPE);
        reader = json.readerFor(ENVELOPE);
        this.source = source;
        this.clock = clock;
        this.ids = ids;
    }

    byte[] write(CallEvent event) {
        Instant now = clock.instant();
        String subject = event.call().sessionId().toString();
        return writer.writeValueAsBytes(CloudEvent.of(ids.get(), source, subject, now, event));
    }

    CloudEvent<CallEvent> read(byte[] json) {
        return reader.readValue(json);
    }
}
