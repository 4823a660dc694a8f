package io.tapedeck.conversion.intake;

import io.tapedeck.conversion.announce.JobTopics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** When a job was put off for the first time; it says so itself. */
final class PutOff {

    private PutOff() {}

    /** Null for a job that says nothing, or nothing that can be read. */
    static @Nullable Instant since(ConsumerRecord<String, byte[]> message) {
        Header header = message.headers().lastHeader(JobTopics.SINCE_HEADER);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return Instant.ofEpochMilli(Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
