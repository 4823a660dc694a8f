package io.tapedeck.gateway.announcements;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.directory.PromptLanguage;
import io.tapedeck.gateway.announcements.Utterance.Gender;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import org.jspecify.annotations.Nullable;

/** A text that is to become an announcement, as it is written by people. */
@Schema(
        name = "AnnouncementText",
        requiredProperties = {"name", "text", "language"})
record SpeechBody(
        @Schema(description = "Unique in the tenant") @Nullable
        String name,

        @Schema(description = "At most 2000 characters") @Nullable
        String text,

        @Nullable PromptLanguage language,
        @Nullable Gender gender,

        @Schema(description = "0 to 9; 5 when left out") @Nullable
        Integer pitch,

        @Schema(description = "0 to 9; 5 when left out") @Nullable
        Integer rate) {

    private static final int LONGEST_TEXT = 2_000;
    private static final int USUAL = 5;
    private static final int MOST = 9;

    String checkedName(Checks checks) {
        return checks.required("/name", name, TextRule.NAME);
    }

    /** What is to be said; refuses what is wrong with it. */
    Utterance utterance(Checks checks) {
        int saidPitch = checks.range("/pitch", pitch, 0, MOST, USUAL);
        int saidRate = checks.range("/rate", rate, 0, MOST, USUAL);
        String said = text == null ? "" : text.strip();
        if (said.isEmpty()) {
            checks.fault("/text", "Must be given.");
        } else if (said.codePointCount(0, said.length()) > LONGEST_TEXT) {
            checks.fault("/text", "Must have at most " + LONGEST_TEXT + " characters.");
        }
        if (language == null) {
            checks.fault("/language", "Must be given.");
        }
        checks.refuseIfAny();
        return new Utterance(
                said,
                language == null ? PromptLanguage.ENGLISH : language,
                gender == null ? Gender.FEMALE : gender,
                saidPitch,
                saidRate);
    }
}
