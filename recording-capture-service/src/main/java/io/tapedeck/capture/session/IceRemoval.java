package io.tapedeck.capture.session;

import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.Set;

/**
 * Candidates would let the media pass us by, and without candidates the rest of ICE has no meaning (RFC 8839). So ICE
 * goes whether the controller asks for it or not.
 */
final class IceRemoval {

    private static final Set<String> ATTRIBUTES = Set.of(
            "candidate",
            "remote-candidates",
            "end-of-candidates",
            "ice-ufrag",
            "ice-pwd",
            "ice-options",
            "ice-lite",
            "ice-mismatch",
            "ice-pacing");

    private IceRemoval() {}

    static SessionDescription from(SessionDescription sdp) {
        SessionDescription result = sdp;
        for (String name : ATTRIBUTES) {
            if (result.attribute(name).isPresent()) {
                result = result.withoutAttribute(name);
            }
        }
        for (int i = 0; i < sdp.media().size(); i++) {
            result = result.withMedia(i, from(result.media().get(i)));
        }
        return result;
    }

    static MediaDescription from(MediaDescription media) {
        MediaDescription result = media;
        for (String name : ATTRIBUTES) {
            if (result.attribute(name).isPresent()) {
                result = result.withoutAttribute(name);
            }
        }
        return result;
    }
}
