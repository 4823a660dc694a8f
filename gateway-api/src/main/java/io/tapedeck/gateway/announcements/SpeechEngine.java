package io.tapedeck.gateway.announcements;

import java.io.IOException;

/** Makes speech of text. */
@FunctionalInterface
interface SpeechEngine {

    /**
     * Waits until it is spoken.
     *
     * @return a file of sound, of whatever kind
     * @throws IOException when the engine is not there or fails; the operator has to act
     */
    byte[] speak(Utterance utterance) throws IOException;
}
