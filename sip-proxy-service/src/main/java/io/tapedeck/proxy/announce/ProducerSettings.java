package io.tapedeck.proxy.announce;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the producer is set up: order and certainty before throughput, and no giving up. */
final class ProducerSettings {

    private static final int LARGEST_REQUEST_BYTES = 8 * 1024 * 1024;
    private static final int METADATA_MILLIS = 5_000;
    private static final int RECONNECT_MILLIS = 500;

    private ProducerSettings() {}

    static Map<String, Object> of(String bootstrapServers) {
        return Map.ofEntries(
                Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "sip-proxy-calls"),
                Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                // an event is wanted in Kafka within milliseconds
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
                // an outage is waited out: giving up would break the order
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE),
                Map.entry(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE),
                // metadata of an idle topic must outlive an outage, else the first event after it fails instead of
                // waiting
                Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Integer.MAX_VALUE),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_MILLIS),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, METADATA_MILLIS),
                Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST_BYTES),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS),
                Map.entry(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS));
    }
}
