package io.tapedeck.capture.session;

import io.tapedeck.protocol.srtp.SdesKey;
import java.util.List;

/** Whether what a party sends on one line is encrypted, and whether that can be undone here. */
public sealed interface Protection {

    /** RTP. */
    record Plain() implements Protection {}

    /** SRTP with a suite that is not known here, or with keys that are not in the SDP. It is kept as it came. */
    record Opaque() implements Protection {}

    /**
     * SRTP that is decrypted before it is kept.
     *
     * @param keys one of which each packet is encrypted with; none before the answer has said which
     */
    record Keyed(List<SdesKey> keys) implements Protection {

        public Keyed {
            keys = List.copyOf(keys);
        }
    }

    default boolean isPlain() {
        return this instanceof Plain;
    }

    default boolean isOpaque() {
        return this instanceof Opaque;
    }
}
