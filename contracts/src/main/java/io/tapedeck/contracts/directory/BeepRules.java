package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A short tone to both parties while their call is recorded.
 *
 * @param everySeconds from the beginning of one beep to that of the next; 0 for none, which is what holds when it is
 *     undefined everywhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BeepRules(@Nullable Integer everySeconds) {}
