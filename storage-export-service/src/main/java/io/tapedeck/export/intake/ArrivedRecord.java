package io.tapedeck.export.intake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;

/** One record of a batch, as it came from Kafka. Its arrays belong to nobody else and are not written to. */
final class ArrivedRecord {

    private final byte @Nullable [] key;
    private final byte[] body;

    private ArrivedRecord(byte @Nullable [] key, byte[] body) {
        this.key = key;
        this.body = body;
    }

    /** A record without a value says nothing here and is left out. */
    static List<ArrivedRecord> of(Message<List<byte[]>> batch) {
        List<?> bodies = batch.getPayload(); // a tombstone stands among the arrays as another type
        List<?> keys = batch.getHeaders().get(KafkaHeaders.RECEIVED_KEY) instanceof List<?> list ? list : List.of();
        var records = new ArrayList<ArrivedRecord>(bodies.size());
        for (int i = 0; i < bodies.size(); i++) {
            if (bodies.get(i) instanceof byte[] body) {
                byte[] key = i < keys.size() && keys.get(i) instanceof byte[] bytes ? bytes : null;
                records.add(new ArrivedRecord(key, body));
            }
        }
        return records;
    }

    byte @Nullable [] key() {
        return key;
    }

    byte[] body() {
        return body;
    }
}
