package io.tapedeck.conversion.announce;

import io.tapedeck.contracts.Topics;
import io.tapedeck.conversion.worker.Detours;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Detours by topics of their own. Any thread. */
@Component
class KafkaDetours implements Detours {

    private final KafkaOutput output;

    KafkaDetours(KafkaOutput output) {
        this.output = output;
    }

    @Override
    public void amongLongJobs(@Nullable String key, byte[] value, @Nullable Instant since) {
        deliver(JobTopics.LONG, key, value, since);
    }

    @Override
    public void later(@Nullable String key, byte[] value, Instant since) {
        deliver(JobTopics.LATER, key, value, since);
    }

    @Override
    public void again(@Nullable String key, byte[] value, @Nullable Instant since) {
        deliver(Topics.CAPTURES, key, value, since);
    }

    private void deliver(String topic, @Nullable String key, byte[] value, @Nullable Instant since) {
        var message = new ProducerRecord<>(topic, key, value);
        if (since != null) {
            String millis = Long.toString(since.toEpochMilli());
            message.headers().add(JobTopics.SINCE_HEADER, millis.getBytes(StandardCharsets.UTF_8));
        }
        output.deliver(List.of(message));
    }
}
