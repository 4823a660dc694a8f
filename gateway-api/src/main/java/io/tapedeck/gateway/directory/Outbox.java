package io.tapedeck.gateway.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is still to be told, in order. */
public interface Outbox {

    /**
     * One record for Kafka.
     *
     * @param key the entity's id
     * @param payload the event as JSON; null removes the entity (a tombstone)
     */
    record Message(String key, @Nullable String payload) {}

    /** Tells messages to the world. */
    @FunctionalInterface
    interface Publisher {

        /**
         * Returns when all are safe.
         *
         * @throws UndeliveredException when that is not certain; all are told again later
         */
        void publish(List<Message> messages);
    }

    /**
     * Gives the oldest messages to the publisher and forgets them once it returns. Only one gateway of several does so at
     * a time.
     *
     * @return how many were published; 0 when there are none or another gateway is at it
     */
    int forward(int limit, Publisher publisher);

    /** How many messages wait. */
    long pending();

    /** Puts the whole directory into the outbox, in place of what waits there. */
    void refill();

    /**
     * Remembers which topic holds the directory, and fills the outbox again when it is another one than before: then the
     * topic was lost, or never had anything.
     *
     * @param topicId Kafka's own id of the topic, new for each creation
     * @return whether the outbox was filled again
     */
    boolean bindTo(String topicId);

    /** Kafka did not acknowledge. */
    final class UndeliveredException extends RuntimeException {
        public UndeliveredException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
