package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.SessionId;
import java.time.Duration;

/** Plays in calls. Every method is a round trip to the capture node and blocks until it has answered. */
public interface Speaker {

    /** Who is to hear something. */
    enum Listeners {
        CALLER,
        CALLEE,
        ALL
    }

    /**
     * Plays a prompt in place of what is played or said otherwise.
     *
     * @return how long it is heard
     */
    Duration play(String node, SessionId session, Listeners listeners, Prompt prompt) throws MediaUnavailable;

    /**
     * One beep.
     *
     * @return how long it is heard
     */
    Duration beep(String node, SessionId session, Listeners listeners) throws MediaUnavailable;

    /** A beep now and every so often, until something else is played or it is stopped. */
    void beepEvery(String node, SessionId session, Duration period) throws MediaUnavailable;

    /** Nothing is played any more. */
    void hush(String node, SessionId session) throws MediaUnavailable;
}
