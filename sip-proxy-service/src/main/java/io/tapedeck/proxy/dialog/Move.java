package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.calls.EndedReason;

/**
 * One party of a session is about to be replaced by another; who stays keeps its side.
 *
 * @param leaving whose place is taken
 */
public record Move(Kind kind, Side leaving) {

    /** How it comes about. */
    public enum Kind {
        /** REFER to an address (RFC 5589, 6). */
        BLIND(EndedReason.BLIND_TRANSFER_COMPLETE),
        /** REFER with Replaces: to somebody whom the transferor has called before (RFC 5589, 7). */
        ATTENDED(EndedReason.ATTENDED_TRANSFER_COMPLETE),
        /** INVITE with Replaces (RFC 3891) that nobody was referred to: somebody picks the call up. */
        PICKUP(EndedReason.REPLACED);

        private final EndedReason reason;

        Kind(EndedReason reason) {
            this.reason = reason;
        }
    }

    /** With which the conversation that was until now ends. */
    EndedReason reason() {
        return kind.reason;
    }

    /** Whether the one who leaves has sent the other party elsewhere. */
    public boolean isTransfer() {
        return kind != Kind.PICKUP;
    }
}
