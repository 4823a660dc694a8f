package io.tapedeck.proxy.control;

import java.time.Duration;
import java.util.concurrent.Future;

/** Wakes a session. */
@FunctionalInterface
public interface Alarms {

    /** The task runs in the session's mailbox, unless it is cancelled before. */
    Future<?> after(Duration delay, Runnable task);
}
