package io.tapedeck.conversion.announce;

import io.tapedeck.contracts.Topics;
import io.tapedeck.conversion.worker.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts records of the work queue aside, as they came, with the reason in a header. Any thread. */
@Component
class KafkaDeadLetters implements DeadLetters {

    private static final String TOPIC = Topics.CAPTURES + Topics.DEAD_LETTER_SUFFIX;

    private final KafkaOutput output;

    KafkaDeadLetters(KafkaOutput output) {
        this.output = output;
    }

    @Override
    public void putAside(@Nullable String key, byte @Nullable [] value, String reason) {
        var message = new ProducerRecord<@Nullable String, byte @Nullable []>(TOPIC, key, value);
        message.headers().add(Topics.DEAD_LETTER_REASON_HEADER, reason.getBytes(StandardCharsets.UTF_8));
        output.deliver(List.of(message));
    }
}
