package io.tapedeck.proxy.sip;

import org.jspecify.annotations.Nullable;

/** An INVITE that may still be cancelled. Its context belongs to the mailbox. */
final class PendingInvite {

    private volatile Mailbox mailbox;
    private @Nullable ResponseContext context;

    PendingInvite(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** It turned out to belong to a session that has a mailbox already. Called in the one it had until now. */
    void movesTo(Mailbox other) {
        mailbox = other;
    }

    void proceedsIn(ResponseContext where) {
        context = where;
    }

    /** From any thread: cancels after what is being done with the INVITE now. */
    void cancelInTurn() {
        Mailbox now = mailbox;
        now.post(() -> {
            if (now == mailbox) {
                cancel();
            } else {
                cancelInTurn();
            }
        });
    }

    /** Without a context the INVITE has been refused already, and its CANCEL has no effect (RFC 3261, 9.2). */
    void cancel() {
        if (context != null) {
            context.cancel();
        }
    }
}
