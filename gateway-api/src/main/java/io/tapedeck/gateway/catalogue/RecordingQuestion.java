package io.tapedeck.gateway.catalogue;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.cdrs.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Which recordings are wanted; what is null does not narrow.
 *
 * @param question what lists of calls can ask, too
 */
public record RecordingQuestion(
        Question question,
        @Nullable SessionId session,
        @Nullable RecordingState state) {}
