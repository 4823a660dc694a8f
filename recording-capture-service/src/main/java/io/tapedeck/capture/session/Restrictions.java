package io.tapedeck.capture.session;

/**
 * What of a party's media nobody gets, neither the other party nor the recording.
 *
 * @param media nothing passes
 * @param sound audio passes as silence, nothing else does
 * @param digits pressed keys do not pass
 */
public record Restrictions(boolean media, boolean sound, boolean digits) {

    public static final Restrictions NONE = new Restrictions(false, false, false);

    public Restrictions withMedia(boolean blocked) {
        return new Restrictions(blocked, sound, digits);
    }

    public Restrictions withSound(boolean silenced) {
        return new Restrictions(media, silenced, digits);
    }

    public Restrictions withDigits(boolean blocked) {
        return new Restrictions(media, sound, blocked);
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
