package io.tapedeck.capture.session;

import io.tapedeck.capture.session.SdpWishes.Replacement;
import io.tapedeck.protocol.sdp.Connection;
import io.tapedeck.protocol.sdp.Origin;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code o=} and {@code s=} lines as one party has seen them from us (RFC 8866, 5.2; RFC 3264, 8). */
final class ShownSession {

    private @Nullable String username;
    private @Nullable String sessionName;
    private @Nullable String version;
    private String shown = "";

    /** @param address ours, as the party sees it */
    SessionDescription of(SessionDescription sdp, Set<Replacement> replace, String address) {
        Origin origin = sdp.originLine();
        SessionDescription result = sdp;
        username = username == null ? origin.username() : username;
        sessionName = sessionName == null ? sdp.sessionName() : sessionName;
        if (replace.contains(Replacement.SESSION_NAME) && !sessionName.isEmpty()) {
            result = result.withSessionName(sessionName);
        }
        if (replace.contains(Replacement.USERNAME)) {
            origin = origin.withUsername(username);
        }
        if (replace.contains(Replacement.ORIGIN)) {
            origin = origin.at(Connection.to(address));
        }
        if (replace.contains(Replacement.VERSION) || replace.contains(Replacement.VERSION_ALWAYS)) {
            origin = origin.withVersion(nextVersion(result, origin, replace.contains(Replacement.VERSION_ALWAYS)));
        }
        return origin.equals(sdp.originLine()) ? result : result.withOrigin(origin);
    }

    private String nextVersion(SessionDescription sdp, Origin origin, boolean always) {
        String text = sdp.withOrigin(origin.withVersion("0")).toString();
        String before = version;
        String next = before == null ? origin.version() : before;
        if (before != null && (always || !text.equals(shown))) {
            next = plusOne(before);
        }
        shown = text;
        version = next;
        return next;
    }

    private static String plusOne(String version) {
        try {
            return Long.toUnsignedString(Long.parseUnsignedLong(version) + 1);
        } catch (NumberFormatException _) {
            return version; // no number: it cannot grow
        }
    }
}
