package io.tapedeck.gateway.announcements;

import java.io.IOException;

/** A speech engine elsewhere, which the settings name. */
public interface RemoteSpeech {

    /**
     * Waits until it is spoken.
     *
     * @return a file of sound, of whatever kind
     * @throws IOException when it is not there or fails; the operator has to act
     */
    byte[] speak(Utterance utterance) throws IOException;
}
