package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is put into the audio of a call and what is taken out of it. Works as {@link RelayedCall} does, by its loop. */
public interface MediaControls {

    /** What the payload types mean in packets that this party sends on this audio line. */
    void agree(Side sender, int mediaIndex, List<PayloadFormat> payloads);

    /** Looks for pressed keys in what this party is heard to say, with the next {@link #agree} on a line. */
    void detect(Side sender);

    /** How long this party has not been heard to speak; empty unless it is listened to, see {@link #detect}. */
    Optional<Duration> silentFor(Side sender);

    /** Keeps this much of a party's media from everybody from now on, on all its lines. */
    void restrict(Side sender, Restrictions restrictions);

    /** The payload type a party heard last on an audio line; empty before it heard anything. */
    OptionalInt heard(Side listener, int mediaIndex);

    /**
     * Plays to a party, in place of what it hears from the other; what is playing already ends.
     *
     * @return false when the node plays as much as it may already
     */
    boolean play(Side listener, int mediaIndex, Playback playback);

    /**
     * Presses a key towards a party, in place of everything else it hears; what is playing goes on unheard meanwhile.
     * Keys wait for each other.
     *
     * @param pause to the next key
     * @return false when too many wait, or the node plays as much as it may already
     */
    boolean press(Side listener, int mediaIndex, Playback key, Duration pause);

    /** @return how far it had come; empty when nothing was playing */
    Optional<Duration> stop(Side listener);
}
