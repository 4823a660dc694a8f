package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Languages in which the platform speaks to the parties of a call. */
public enum PromptLanguage {
    @JsonProperty("en")
    ENGLISH("en"),
    @JsonProperty("de")
    GERMAN("de"),
    @JsonProperty("fr")
    FRENCH("fr"),
    @JsonProperty("es")
    SPANISH("es"),
    @JsonProperty("uk")
    UKRAINIAN("uk"),
    @JsonProperty("vi")
    VIETNAMESE("vi");

    private final String code;

    PromptLanguage(String code) {
        this.code = code;
    }

    /** As in ISO 639-1. */
    public String code() {
        return code;
    }
}
