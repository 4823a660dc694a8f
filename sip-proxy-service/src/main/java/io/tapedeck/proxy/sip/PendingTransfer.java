package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.sip.KnownDialog.Replaced;
import java.time.Instant;

/**
 * A REFER that was let through and whose INVITE has not come yet.
 *
 * @param transferee who is to call
 * @param transferor who sent the REFER
 * @param number user part of the Refer-To
 * @param host its host
 * @param replaces Call-ID of the dialog that the INVITE shall replace; empty for none
 * @param referredBy user part of who will be named in the Referred-By of the INVITE
 */
record PendingTransfer(
        CallSession session,
        Move move,
        Party transferee,
        Party transferor,
        String number,
        String host,
        String replaces,
        String referredBy,
        Instant since) {

    boolean isAskedOf(Authentication sender) {
        return isOf(transferee, sender);
    }

    /** Whether that party sends it, or one of those behind the same trunk. */
    static boolean isOf(Party party, Authentication sender) {
        return switch (sender) {
            case Authentication.Device device -> device.user().id().equals(party.userId());
            case Authentication.Trunk(var trunk) -> trunk.id().equals(party.trunkId());
            case Authentication.Challenge _, Authentication.Refused _ -> false;
        };
    }

    /** Whether that INVITE is the one that was asked for, though it does not bring our mark back. */
    boolean looksLike(Inbound invite, String dialled) {
        boolean wanted = replaces.isEmpty()
                ? number.equals(dialled)
                : ReplacesHeader.of(invite)
                        .filter(one -> one.callId().equals(replaces))
                        .isPresent();
        return wanted && isOfTransferee(invite);
    }

    /** Behind a trunk there are many, so there it has to say who it is and by whom it was sent. */
    private boolean isOfTransferee(Inbound invite) {
        String by = invite.referredBy();
        boolean fromOutside = transferee.trunkId() != null;
        return fromOutside
                ? by.equals(referredBy) && transferee.number().equals(invite.fromUser())
                : by.isEmpty() || by.equals(referredBy);
    }

    /** Whether the transferee was sent to that very dialog, by one who had a say in it. */
    boolean leadsTo(Replaced replaced) {
        CallSession other = replaced.session();
        return replaces.equals(replaced.dialog().callId)
                && (session.identity().tenant().equals(other.identity().tenant())
                        || isSame(transferor, other.party(replaced.leaving())));
    }

    private static boolean isSame(Party one, Party other) {
        return one.userId() != null
                ? one.userId().equals(other.userId())
                : one.trunkId() != null
                        && one.trunkId().equals(other.trunkId())
                        && one.number().equals(other.number());
    }
}
