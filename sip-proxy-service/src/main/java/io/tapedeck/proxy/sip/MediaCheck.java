package io.tapedeck.proxy.sip;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the calls that nobody will end: those that their capture node has let go, as their BYE never came, and those that
 * never came to an answer and of which nothing was heard any more. Safe for any thread.
 */
final class MediaCheck {

    private static final Logger LOG = LoggerFactory.getLogger(MediaCheck.class);
    private static final int QUESTIONS_AT_A_TIME = 64;

    private final Calls calls;
    private final Executor executor;
    private final Clock clock;
    private final Duration longestSilence;
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_A_TIME);
    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * @param longestSilence how long a call that nobody has answered may be without any signal; more than every timer
     */
    MediaCheck(Calls calls, Executor executor, Clock clock, Duration longestSilence) {
        this.calls = calls;
        this.executor = executor;
        this.clock = clock;
        this.longestSilence = longestSilence;
    }

    /** Asks for every call once. Blocks; returns at once while another round is under way. */
    void round() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        try {
            for (CallSession call : calls.all()) {
                look(call);
            }
            questions.acquire(QUESTIONS_AT_A_TIME); // the last ones have answered
            questions.release(QUESTIONS_AT_A_TIME);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        } finally {
            underWay.set(false);
        }
    }

    private void look(CallSession call) throws InterruptedException {
        if (call.isConnected()) {
            ask(call);
        } else if (call.silentFor().compareTo(longestSilence) > 0) {
            LOG.warn("call {}: neither answered nor refused, and nothing is heard of it any more", call.id());
            call.mailbox().post(() -> call.forgotten(clock.instant()));
        }
    }

    private void ask(CallSession call) throws InterruptedException {
        questions.acquire();
        try {
            executor.execute(() -> {
                try {
                    endWithoutMedia(call);
                } finally {
                    questions.release();
                }
            });
        } catch (RejectedExecutionException _) {
            questions.release(); // closed
        }
    }

    private void endWithoutMedia(CallSession call) {
        if (!call.media().alive()) {
            LOG.info("call {}: both parties fell silent and nobody hung up", call.id());
            call.mailbox().post(() -> {
                if (call.isConnected()) { // it may have begun between the two questions
                    call.mediaLost(clock.instant());
                }
            });
        }
    }
}
