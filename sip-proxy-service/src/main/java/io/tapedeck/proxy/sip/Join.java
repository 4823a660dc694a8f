package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.sip.KnownDialog.Replaced;
import org.jspecify.annotations.Nullable;

/**
 * An INVITE that makes another party talk in a session that is up.
 *
 * @param transfer the REFER that it comes of; null when somebody picks the call up
 * @param replaced the dialog whose end the INVITE goes to; null when its target is still to be found
 */
record Join(
        CallSession session,
        Move move,
        @Nullable PendingTransfer transfer,
        @Nullable Replaced replaced) {

    static Join of(PendingTransfer transfer, @Nullable Replaced replaced) {
        return new Join(transfer.session(), transfer.move(), transfer, replaced);
    }

    /**
     * @param instead the REFER by which it should have been something else
     */
    static Join pickup(Replaced replaced, @Nullable PendingTransfer instead) {
        return new Join(replaced.session(), new Move(Move.Kind.PICKUP, replaced.leaving()), instead, replaced);
    }

    /** The side of who sends the INVITE: who was transferred keeps its own, who picks up takes that of another. */
    Side initiator() {
        return move.isTransfer() ? move.leaving().other() : move.leaving();
    }

    /** The end that the INVITE goes to; null when it has to be found, or rings and is to be called as others are. */
    KnownDialog.@Nullable End destination() {
        return replaced == null || replaced.rings() ? null : replaced.staying();
    }

    /** Who has sent the other party elsewhere; null where that was no user of the house, or nobody. */
    @Nullable
    UserId redirectedBy() {
        return transfer == null || !move.isTransfer()
                ? null
                : transfer.transferor().userId();
    }

    /** The session of the call that was made to ask before the transfer; null when there is none. */
    @Nullable
    CallSession consultation() {
        return replaced == null || replaced.session() == session ? null : replaced.session();
    }
}
