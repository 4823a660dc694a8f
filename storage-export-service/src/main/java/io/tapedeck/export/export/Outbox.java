package io.tapedeck.export.export;

import java.util.List;
import java.util.function.Consumer;

/** What was committed and is still to be told to others, oldest first. */
public interface Outbox {

    /**
     * Hands the oldest letters to the postman and forgets them when it returns normally; when it throws, they stay. One
     * process at a time does this, so the letters of one recording are never told out of order.
     *
     * @return how many were told; 0 as well when another process is at it
     */
    int deliver(int limit, Consumer<List<Letter>> postman);

    /** How many letters wait. */
    long depth();

    /**
     * One event.
     *
     * @param key the record key: the recording id
     * @param body the event with its envelope, JSON
     */
    record Letter(String key, String body) {}
}
