package io.tapedeck.contracts.directory;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Rules for one direction.
 *
 * @param onnet when the other side is a device of the platform
 * @param offnet when the other side is reached through a trunk
 * @param any for both, where they say nothing of their own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LegRules(
        @Nullable RecordingRule onnet,
        @Nullable RecordingRule offnet,
        @Nullable RecordingRule any) {}
