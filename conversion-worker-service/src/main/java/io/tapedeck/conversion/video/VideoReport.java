package io.tapedeck.conversion.video;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was seen of a call.
 *
 * @param pictures of the parties that are in the files
 * @param dropped pictures that could not be shown, since packets of them, or of one before them, were lost
 * @param lost packets of video that never came
 * @param unknownCodecs which cannot be shown
 */
public record VideoReport(long pictures, long dropped, long lost, SortedSet<String> unknownCodecs) {

    /** Nobody wanted to see anything. */
    public static final VideoReport NONE = new VideoReport(0, 0, 0, new TreeSet<>());

    public VideoReport {
        unknownCodecs = Collections.unmodifiableSortedSet(new TreeSet<>(unknownCodecs));
    }
}
