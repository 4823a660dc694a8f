package io.tapedeck.conversion.media;

import io.tapedeck.contracts.MediaFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of a call that no recording order describes.
 *
 * @param target written anew
 * @param second the callee's file of {@link Layout#SPLIT}, null otherwise
 * @param rateHertz 0 for the highest rate that was spoken
 */
public record CallFile(
        MediaFormat format,
        Layout layout,
        int rateHertz,
        Path target,
        @Nullable Path second) {

    /** How the parties are laid out. */
    public enum Layout {
        MONO,
        STEREO,
        SPLIT
    }

    public CallFile {
        if ((layout == Layout.SPLIT) != (second != null)) {
            throw new IllegalArgumentException("two files are for a split layout, and it needs two");
        }
    }
}
