package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.routing.Flow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy needs to know of a dialog when a request of it comes, carried by the phones in the Record-Route. So a
 * restarted proxy routes calls that began before.
 *
 * @param session null for dialogs that are no calls (SUBSCRIBE, REFER)
 * @param node capture node of the session; empty when there is none
 * @param initiatorTag from-tag of the request that began the dialog
 * @param initiator which side of the session sent that request; of its first dialog the caller
 * @param callerFlow where the caller's side is reached; null when its Contact will do
 * @param calleeFlow likewise
 * @param dialog from {@link #dialogOf}: the token is worth nothing in another one
 * @param issued to the second
 * @param platform whether the platform itself is the other end, whose Contact this is
 */
record RouteToken(
        @Nullable SessionId session,
        @Nullable TenantId tenant,
        String node,
        String initiatorTag,
        Side initiator,
        @Nullable Flow callerFlow,
        @Nullable Flow calleeFlow,
        long dialog,
        Instant issued,
        boolean platform) {

    private static final int LONGEST_TAG = 64;

    RouteToken {
        initiatorTag = mark(initiatorTag);
        issued = issued.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * For a dialog that the caller began.
     *
     * @param back where the caller is reached
     * @param on where the callee is reached
     */
    RouteToken(
            @Nullable SessionId session,
            @Nullable TenantId tenant,
            String node,
            String callerTag,
            @Nullable Flow back,
            @Nullable Flow on,
            long dialog,
            Instant issued) {
        this(session, tenant, node, callerTag, Side.CALLER, back, on, dialog, issued, false);
    }

    /** The same for the Contact of the platform. */
    RouteToken ofPlatform() {
        return new RouteToken(
                session, tenant, node, initiatorTag, initiator, callerFlow, calleeFlow, dialog, issued, true);
    }

    /** Names the Call-ID in eight bytes. */
    static long dialogOf(String callId) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(callId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Who sends a request with this from-tag. */
    Side sideOf(String fromTag) {
        return mark(fromTag).equals(initiatorTag) ? initiator : initiator.other();
    }

    /** The tag of the one who answered the request that began the dialog, from a request in it. */
    String responderTag(String fromTag, String toTag) {
        return mark(fromTag).equals(initiatorTag) ? toTag : fromTag;
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
