package io.tapedeck.conversion.media;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.conversion.job.MediaPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file to be made of a call, or the two of a split layout.
 *
 * @param target written anew; the caller's file when split
 * @param second the callee's file of {@link ChannelLayout#SPLIT}, null otherwise
 */
public record Rendition(
        MediaPlan plan, Path target, @Nullable Path second) {

    public Rendition {
        if ((plan.layout() == ChannelLayout.SPLIT) != (second != null)) {
            throw new IllegalArgumentException("two files are for a split layout, and it needs two");
        }
    }

    /** All in one file. */
    public Rendition(MediaPlan plan, Path target) {
        this(plan, target, null);
    }
}
