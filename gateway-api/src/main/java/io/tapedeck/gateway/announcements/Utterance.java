package io.tapedeck.gateway.announcements;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tapedeck.contracts.directory.PromptLanguage;

/**
 * A text that is to be spoken.
 *
 * @param pitch from 0, low, to 9
 * @param rate from 0, slow, to 9
 */
public record Utterance(String text, PromptLanguage language, Gender gender, int pitch, int rate) {

    /** Of the voice. */
    public enum Gender {
        @JsonProperty("female")
        FEMALE,
        @JsonProperty("male")
        MALE
    }
}
