package io.tapedeck.capture.session;

import io.tapedeck.contracts.RecordingOrder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of a call is kept from the disk, by the names of SDP. Audio and video together are everything, whatever else the
 * call consists of.
 */
public record HeldMedia(Set<String> names) {

    public static final HeldMedia NOTHING = new HeldMedia(Set.of());
    public static final HeldMedia EVERYTHING = new HeldMedia(Set.of("audio", "video"));

    public HeldMedia {
        names = Set.copyOf(names);
        if (!List.of("audio", "video").containsAll(names)) {
            throw new IllegalArgumentException("only audio and video can be held, not " + names);
        }
    }

    boolean isEverything() {
        return equals(EVERYTHING);
    }

    boolean holds(String medium) {
        return isEverything() || names.contains(medium);
    }

    /** Whether nothing is left of what the order wants. */
    boolean holds(@Nullable RecordingOrder order) {
        boolean wantsPictures = order != null && order.format().isVideo();
        return names.contains("audio") && (!wantsPictures || names.contains("video"));
    }

    HeldMedia and(HeldMedia more) {
        var all = new TreeSet<>(names);
        all.addAll(more.names);
        return new HeldMedia(all);
    }

    HeldMedia without(HeldMedia released) {
        var left = new TreeSet<>(names);
        left.removeAll(released.names);
        return new HeldMedia(left);
    }
}
