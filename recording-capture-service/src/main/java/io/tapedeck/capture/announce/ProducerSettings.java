package io.tapedeck.capture.announce;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the producer is set up: order and certainty before speed, and no giving up. */
final class ProducerSettings {

    private static final int MAX_BLOCK_MILLIS = 5_000;
    private static final long BUFFER_BYTES = 8L * 1024 * 1024;

    private ProducerSettings() {}

    static Map<String, Object> of(String bootstrapServers) {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "recording-capture-service"),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                // two events a call: at 200 calls a second a request has several of them instead of one
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 10),
                // once it is with the producer it stays there until Kafka is back: a second send could double it
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS),
                // nobody waits for an event so much that it is worth asking more often
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 500L),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000L),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES));
    }
}
