package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tapedeck.contracts.AnnouncementId;
import org.jspecify.annotations.Nullable;

/**
 * What the parties of a recorded call are told. Each part that is null is undefined and falls through by itself.
 *
 * @param started whether all parties hear that recording has started; undefined everywhere: no, as with the next three
 * @param language of these announcements; undefined everywhere: English
 * @param own what callers from outside hear when their call is answered; undefined everywhere: nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AnnouncementRules(
        @Nullable Boolean started,
        @Nullable Boolean stopped,
        @Nullable Boolean paused,
        @Nullable Boolean resumed,
        @Nullable PromptLanguage language,
        @Nullable AnnouncementId own) {

    public static final AnnouncementRules UNDEFINED = new AnnouncementRules(null, null, null, null, null, null);
}
