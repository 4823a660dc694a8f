package io.tapedeck.export.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.export.announce.KafkaOutlet;
import io.tapedeck.export.export.LedgerUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.messaging.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes the records of one topic. A batch is entered in one go; when something in it cannot be entered for its content, its
 * records are entered one by one and those that are to blame go to the dead letters. When the ledger is not there the
 * whole batch is thrown back, to be given again.
 *
 * @param <E> the topic's events
 */
final class Reception<E> {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build();

    private record Arrived<E>(ArrivedRecord record, E event) {}

    private final String topic;
    private final ObjectReader reader;
    private final Consumer<List<E>> book;
    private final KafkaOutlet deadLetters;
    private final MeterRegistry meters;
    private volatile boolean waiting;

    Reception(
            String topic,
            TypeReference<CloudEvent<E>> type,
            Consumer<List<E>> book,
            KafkaOutlet deadLetters,
            MeterRegistry meters) {
        this.topic = topic;
        this.reader = JSON.readerFor(type);
        this.book = book;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    /**
     * @throws LedgerUnavailable when the batch is to be given again
     * @throws KafkaOutlet.Unacknowledged when a dead letter could not be put aside and the batch is to be given again
     */
    void take(Message<List<byte[]>> batch) {
        List<Arrived<E>> arrived = ArrivedRecord.of(batch).stream()
                .flatMap(record -> read(record).stream())
                .toList();
        if (!arrived.isEmpty()) {
            enter(arrived);
        }
    }

    private Optional<Arrived<E>> read(ArrivedRecord record) {
        try {
            CloudEvent<E> envelope = reader.readValue(record.body());
            E event = envelope.data();
            if (event != null) {
                return Optional.of(new Arrived<>(record, event));
            }
            count("unknown", 1);
        } catch (JacksonException unreadable) {
            bury(record, "Not an event of this topic: " + unreadable.getOriginalMessage());
        }
        return Optional.empty();
    }

    private void enter(List<Arrived<E>> arrived) {
        try {
            book.accept(arrived.stream().map(Arrived::event).toList());
            count("entered", arrived.size());
            ledgerIsBack();
        } catch (LedgerUnavailable later) {
            ledgerIsAway(later);
            throw later;
        } catch (RuntimeException content) {
            enterApart(arrived, content);
        }
    }

    private void enterApart(List<Arrived<E>> arrived, RuntimeException content) {
        if (arrived.size() > 1) {
            arrived.forEach(one -> enter(List.of(one)));
            return;
        }
        bury(arrived.getFirst().record(), "Cannot be entered: " + NestedExceptionUtils.getMostSpecificCause(content));
    }

    private void bury(ArrivedRecord record, String reason) {
        deadLetters.bury(topic, record.key(), record.body(), reason);
        count("dead_letter", 1);
        LOG.error("A record of {} went to the dead letters. {}", topic, reason);
    }

    private void ledgerIsAway(LedgerUnavailable failure) {
        count("retried", 1);
        if (!waiting) {
            LOG.warn("{} waits for the ledger: {}", topic, failure.getMessage());
        }
        waiting = true;
    }

    private void ledgerIsBack() {
        if (waiting) {
            LOG.info("{} goes on", topic);
        }
        waiting = false;
    }

    private void count(String outcome, int records) {
        meters.counter("tapedeck.export.events", "topic", topic, "outcome", outcome)
                .increment(records);
    }
}
