package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.directory.PromptLanguage;

/**
 * What is said about a recording.
 *
 * @param beepSeconds from one beep to the next; 0 for none
 */
public record Speech(
        boolean started, boolean stopped, boolean paused, boolean resumed, PromptLanguage language, int beepSeconds) {

    public static final Speech NONE = new Speech(false, false, false, false, PromptLanguage.ENGLISH, 0);

    /** What is said of two recordings at once: what either of them wants, in the language of this one. */
    Speech and(Speech other) {
        int beep = beepSeconds == 0 || other.beepSeconds == 0
                ? Math.max(beepSeconds, other.beepSeconds)
                : Math.min(beepSeconds, other.beepSeconds);
        return new Speech(
                started || other.started,
                stopped || other.stopped,
                paused || other.paused,
                resumed || other.resumed,
                language,
                beep);
    }
}
