package io.tapedeck.testkit.servers;

/** A running broker, wherever it runs. */
interface KafkaEngine {

    String bootstrapServers();

    /** Stops in order; the data stay. */
    void stop();
}
