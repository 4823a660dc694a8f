package io.tapedeck.capture.control;

import java.util.Optional;

/** How much a request may ask for. What is beyond is refused by name before anything is kept of it. */
final class RequestLimits {

    /** Phones make 30 to 100 characters; RFC 3261 sets no limit, UDP does. It stands in logs and manifests. */
    static final int LONGEST_CALL_ID = 1_024;

    static final int LONGEST_TAG = 1_024;
    /** Real ones with video, ICE and fingerprints stay under 10,000; the last of each party stays in memory. */
    static final int LARGEST_SDP = 65_536;

    private RequestLimits() {}

    static void check(NgRequest request) throws NgRefusal {
        name(request.text("call-id"), LONGEST_CALL_ID, "call-id");
        name(request.text("from-tag"), LONGEST_TAG, "from-tag");
        name(request.text("to-tag"), LONGEST_TAG, "to-tag");
        if (request.text("sdp").filter(sdp -> sdp.length() > LARGEST_SDP).isPresent()) {
            throw new NgRefusal("SDP is longer than " + LARGEST_SDP + " characters");
        }
    }

    private static void name(Optional<String> value, int longest, String key) throws NgRefusal {
        String name = value.orElse("");
        if (name.length() > longest) {
            throw new NgRefusal(key + " is longer than " + longest + " characters");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new NgRefusal(key + " has control characters");
        }
    }
}
