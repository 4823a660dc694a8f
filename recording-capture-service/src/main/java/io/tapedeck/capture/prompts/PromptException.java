package io.tapedeck.capture.prompts;

/** A prompt that cannot be played. The message says why, to whoever asked for it. */
public final class PromptException extends Exception {

    private static final long serialVersionUID = 1L;

    public PromptException(String reason) {
        super(reason, null, false, false); // an answer, not a fault: no stack
    }
}
