package io.tapedeck.proxy.sip;

import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import io.tapedeck.proxy.policy.Medium;
import java.util.EnumSet;
import java.util.Set;

/** What a call consists of, by the answer that the parties agreed on. */
final class AgreedMedia {

    private AgreedMedia() {}

    /** Audio where the SDP does not say, as when it comes later: in the ACK. */
    static Set<Medium> in(String sdp) {
        var media = EnumSet.noneOf(Medium.class);
        try {
            for (MediaDescription one : SessionDescription.parse(sdp).media()) {
                if (!one.rejected()) {
                    add(media, one.type());
                }
            }
        } catch (SdpException unreadable) {
            // The relay refuses it, and with it the call.
        }
        return media.isEmpty() ? EnumSet.of(Medium.AUDIO) : media;
    }

    private static void add(Set<Medium> media, String type) {
        switch (type) {
            case "audio" -> media.add(Medium.AUDIO);
            case "video" -> media.add(Medium.VIDEO);
            default -> {} // fax, text and whatever else is recorded with the sound
        }
    }
}
