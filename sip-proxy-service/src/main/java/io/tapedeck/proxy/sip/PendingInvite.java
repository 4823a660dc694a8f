package io.tapedeck.proxy.sip;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.sip.ServerTransaction;
import javax.sip.TransactionState;
import org.jspecify.annotations.Nullable;

/** An INVITE that may still be cancelled. What that takes belongs to the mailbox. */
final class PendingInvite {

    private final @Nullable ServerTransaction transaction;
    private volatile Mailbox mailbox;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private @Nullable Runnable cancellation;

    PendingInvite(Mailbox mailbox, @Nullable ServerTransaction transaction) {
        this.mailbox = mailbox;
        this.transaction = transaction;
    }

    boolean isOf(ServerTransaction other) {
        return other.equals(transaction);
    }

    /** Whether the stack will ask nothing of it any more. */
    boolean isOver() {
        return transaction == null || TransactionState.TERMINATED.equals(transaction.getState());
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** It turned out to belong to a session that has a mailbox already. Called in the one it had until now. */
    void movesTo(Mailbox other) {
        mailbox = other;
    }

    void proceedsIn(ResponseContext where) {
        proceedsIn(where::cancel);
        where.whenDone(() -> cancellation = null); // the stack remembers the INVITE for longer than a short call lasts
    }

    void proceedsIn(Runnable cancellation) {
        this.cancellation = cancellation;
    }

    /** From any thread: cancels after what is being done with the INVITE now. */
    void cancelInTurn() {
        if (cancelled.compareAndSet(false, true)) {
            cancelIn(mailbox);
        }
    }

    private void cancelIn(Mailbox now) {
        now.insist(() -> {
            if (now == mailbox) {
                cancel();
            } else {
                cancelIn(mailbox);
            }
        });
    }

    /** Without a context the INVITE has been refused already, and its CANCEL has no effect (RFC 3261, 9.2). */
    void cancel() {
        if (cancellation != null) {
            cancellation.run();
        }
    }
}
