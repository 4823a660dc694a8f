package io.tapedeck.capture.session;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a call may go on without an answer, without media, or after somebody has said that he will leave. Told in the call's own
 * order, asked by any thread.
 */
final class CallPatience {

    private final SessionRules rules;
    private final LongSupplier nanoTime;

    private volatile long leavesAtNanos;
    private volatile boolean leaving;

    private volatile boolean answered;
    /** The last answer; before it, the first offer. */
    private volatile long agreedNanos;

    /** The last offer, as long as nobody has answered it. */
    private volatile long offeredNanos;

    private volatile boolean offering;

    /** The controller has answered in place of somebody who is not there yet, or never will be. */
    private volatile boolean nobodys;

    /** When somebody real has answered; packets from before were not for them. */
    private volatile long somebodyNanos;

    private volatile long quietUntilNanos;
    private volatile boolean quiet;

    CallPatience(SessionRules rules, LongSupplier nanoTime) {
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.agreedNanos = nanoTime.getAsLong();
        this.quietUntilNanos = agreedNanos;
        this.somebodyNanos = agreedNanos;
    }

    void offered() {
        offeredNanos = nanoTime.getAsLong();
        offering = true;
    }

    /** @param forNobody the controller's answer in place of somebody */
    void answered(boolean forNobody) {
        agreedNanos = nanoTime.getAsLong();
        offering = forNobody;
        if (nobodys && !forNobody) {
            somebodyNanos = agreedNanos;
        }
        nobodys = forNobody;
        answered = true;
    }

    /** A party only sends, and needs no answer. */
    void published() {
        answered = true;
        quiet = false;
    }

    /** Whether nobody real has answered yet. */
    boolean awaitsSomebody() {
        return nobodys || !answered;
    }

    /** @param nowQuiet nobody has to send by what was agreed last */
    void signalled(boolean nowQuiet) {
        leaving = false;
        if (quiet && !nowQuiet) {
            quietUntilNanos = nanoTime.getAsLong();
        }
        quiet = nowQuiet;
    }

    void leaveAfter(Duration delay) {
        leavesAtNanos = nanoTime.getAsLong() + delay.toNanos();
        leaving = true;
    }

    boolean hasToLeave(long now) {
        return leaving && now - leavesAtNanos >= 0;
    }

    /** @param lastPacket when it came, or {@link RelayedCall#NO_PACKET} */
    boolean isOver(long now, long lastPacket) {
        if (answered && quiet && !nobodys) {
            return false;
        }
        if (!answered || lastPacket == RelayedCall.NO_PACKET || lastPacket - somebodyNanos < 0) {
            // the answer may be that of a 183: the phone still rings, and nobody has to say anything
            return older(agreedNanos, now, rules.unansweredTimeout());
        }
        if (offering && !older(offeredNanos, now, rules.unansweredTimeout())) {
            return false; // a phone rings to which the call is transferred; who waits for it may be silent
        }
        return older(lastPacket, now, rules.mediaTimeout()) && older(quietUntilNanos, now, rules.mediaTimeout());
    }

    private static boolean older(long since, long now, Duration limit) {
        return now - since >= limit.toNanos();
    }
}
