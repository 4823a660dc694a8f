package io.tapedeck.conversion.job;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureSealed;

/**
 * What is written into media files about the call, so that a file that went astray finds its call again. For people and their
 * players; empty where it is not known.
 *
 * @param session the session id
 * @param caller number or name
 * @param callee number or name
 */
public record CallLabel(String session, String caller, String callee) {

    /** Of a call about which nothing is known. */
    public static final CallLabel NONE = new CallLabel("", "", "");

    static CallLabel of(CaptureSealed capture) {
        SessionId session = capture.sessionId();
        return new CallLabel(session.toString(), name(capture.caller()), name(capture.callee()));
    }

    private static String name(Party party) {
        return name(party.displayName(), party.number());
    }

    /** How people are named everywhere. */
    public static String name(String displayName, String number) {
        return displayName.isBlank() ? number : displayName + " <" + number + ">";
    }
}
