package io.tapedeck.proxy.directory;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.directory.DirectoryEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Directory records in their envelope, as JSON. */
public final class DirectoryJson {

    private static final TypeReference<CloudEvent<DirectoryEvent>> ENVELOPE = new TypeReference<>() {};

    private final ObjectReader reader;
    private final ObjectWriter writer;

    /**
     * @param json reads events of unknown types as null
     */
    public DirectoryJson(JsonMapper json) {
        reader = json.readerFor(ENVELOPE);
        writer = json.writerFor(ENVELOPE);
    }

    /**
     * @return null for a kind of entity that this version does not know
     * @throws tools.jackson.core.JacksonException when it is no event
     */
    @Nullable
    DirectoryEvent read(byte[] value) {
        CloudEvent<DirectoryEvent> event = reader.readValue(value);
        return event.data();
    }

    byte[] write(CloudEvent<DirectoryEvent> event) {
        return writer.writeValueAsBytes(event);
    }
}
