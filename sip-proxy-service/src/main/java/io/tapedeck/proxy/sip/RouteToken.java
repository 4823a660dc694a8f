package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.routing.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy needs to know of a dialog when a request of it comes, carried by the phones in the Record-Route. So a
 * restarted proxy routes calls that began before.
 *
 * @param session null for dialogs that are no calls (SUBSCRIBE, REFER)
 * @param node capture node of the session; empty when there is none
 * @param callerTag from-tag of the request that began the dialog
 * @param callerFlow where the caller is reached; null when its Contact will do
 * @param calleeFlow likewise
 */
record RouteToken(
        @Nullable SessionId session,
        @Nullable TenantId tenant,
        String node,
        String callerTag,
        @Nullable Flow callerFlow,
        @Nullable Flow calleeFlow) {

    private static final int LONGEST_TAG = 64;

    RouteToken {
        callerTag = mark(callerTag);
    }

    /** Who sends a request with this from-tag. */
    Side sideOf(String fromTag) {
        return mark(fromTag).equals(callerTag) ? Side.CALLER : Side.CALLEE;
    }

    /** Endless tags must not make endless Record-Routes; the beginning and the hash tell two tags of a dialog apart. */
    private static String mark(String tag) {
        return tag.length() <= LONGEST_TAG
                ? tag
                : tag.substring(0, LONGEST_TAG - 8) + Integer.toHexString(tag.hashCode());
    }

    @Nullable
    Flow flowTo(Side side) {
        return side == Side.CALLER ? callerFlow : calleeFlow;
    }
}
