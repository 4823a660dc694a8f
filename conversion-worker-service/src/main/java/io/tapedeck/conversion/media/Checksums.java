package io.tapedeck.conversion.media;

import io.tapedeck.conversion.workspace.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Of a rendition's files, where they were taken while the files were written.
 *
 * @param first null when it was not taken
 * @param second of the callee's file of a split layout; null when there is none, or it was not taken
 */
public record Checksums(@Nullable Checksum first, @Nullable Checksum second) {}
