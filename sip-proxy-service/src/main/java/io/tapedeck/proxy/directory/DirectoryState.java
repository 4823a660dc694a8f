package io.tapedeck.proxy.directory;

import io.tapedeck.proxy.routing.Directory;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.time.Instant;

/** What calls see of the directory, and how old it is. Written by the follower, read by everybody. */
public final class DirectoryState implements Directory {

    private volatile DirectorySnapshot snapshot = DirectorySnapshot.EMPTY;
    private volatile Instant confirmedAt = Instant.EPOCH;
    private volatile boolean caughtUp;

    @Override
    public DirectorySnapshot current() {
        return snapshot;
    }

    /** When Kafka last said that there is nothing newer; the epoch when it never did. */
    public Instant confirmedAt() {
        return confirmedAt;
    }

    /** Whether the topic has been read to its end since the start. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    void show(DirectorySnapshot other) {
        snapshot = other;
    }

    void confirm(Instant now) {
        caughtUp = true;
        confirmedAt = now;
    }
}
