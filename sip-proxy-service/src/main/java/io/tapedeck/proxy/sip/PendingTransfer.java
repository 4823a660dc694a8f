package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.dialog.Move;
import io.tapedeck.proxy.routing.Authentication;
import java.time.Instant;

/**
 * A REFER that was let through and whose INVITE has not come yet.
 *
 * @param transferee who is to call
 * @param transferor who sent the REFER
 * @param number user part of the Refer-To
 * @param replaces Call-ID of the dialog that the INVITE shall replace; empty for none
 * @param referredBy user part of who will be named in the Referred-By of the INVITE
 */
record PendingTransfer(
        CallSession session,
        Move move,
        Party transferee,
        Party transferor,
        String number,
        String replaces,
        String referredBy,
        Instant since) {

    boolean isAskedOf(Authentication sender) {
        return switch (sender) {
            case Authentication.Device device -> device.user().id().equals(transferee.userId());
            case Authentication.Trunk(var trunk) -> trunk.id().equals(transferee.trunkId());
            case Authentication.Challenge _, Authentication.Refused _ -> false;
        };
    }

    /** Whether that INVITE is the one that was asked for, though it does not bring our mark back. */
    boolean looksLike(Inbound invite, String dialled) {
        String by = invite.referredBy();
        boolean wanted = replaces.isEmpty()
                ? number.equals(dialled)
                : ReplacesHeader.of(invite)
                        .filter(one -> one.callId().equals(replaces))
                        .isPresent();
        return wanted && (by.isEmpty() || by.equals(referredBy));
    }
}
