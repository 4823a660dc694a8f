package io.tapedeck.proxy.sip;

import org.jspecify.annotations.Nullable;

/** An INVITE that may still be cancelled. Its fields belong to the mailbox. */
final class PendingInvite {

    final Mailbox mailbox;
    private @Nullable ResponseContext context;

    PendingInvite(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    void proceedsIn(ResponseContext where) {
        context = where;
    }

    /** Without a context the INVITE has been refused already, and its CANCEL has no effect (RFC 3261, 9.2). */
    void cancel() {
        if (context != null) {
            context.cancel();
        }
    }
}
