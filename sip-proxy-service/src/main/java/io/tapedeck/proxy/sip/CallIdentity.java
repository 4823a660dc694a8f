package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.recording.MediaAnchor.MediaDialog;

/**
 * What stays the same during a call.
 *
 * @param node its capture node
 */
record CallIdentity(SessionId session, String node, TenantId tenant, String sipCallId, Party caller, Party callee) {

    /** An offer of that side, whose tag is the from-tag of all that belongs to it. */
    MediaDialog offerOf(Side side, String tag) {
        return new MediaDialog(node, session, sipCallId, tag, side == Side.CALLER, tenant, caller, callee);
    }
}
