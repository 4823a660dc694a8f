package io.tapedeck.proxy.control;

import io.tapedeck.proxy.policy.Medium;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What somebody wants to be done to the recording of a call.
 *
 * @param media that a pause or its end is about; of a start or stop always all
 */
public record ControlAction(Verb verb, Set<Medium> media) {

    public static final ControlAction START = new ControlAction(Verb.START, EnumSet.allOf(Medium.class));
    public static final ControlAction STOP = new ControlAction(Verb.STOP, EnumSet.allOf(Medium.class));
    public static final ControlAction PAUSE = new ControlAction(Verb.PAUSE, EnumSet.allOf(Medium.class));
    public static final ControlAction RESUME = new ControlAction(Verb.RESUME, EnumSet.allOf(Medium.class));

    public ControlAction {
        media = Set.copyOf(media);
        if (media.isEmpty()) {
            throw new IllegalArgumentException("an action is about audio, video or both");
        }
    }

    /** The four there are. */
    public enum Verb {
        START,
        STOP,
        PAUSE,
        RESUME
    }

    /** As it stands in the timeline. */
    String name() {
        String name = "recording." + verb.name().toLowerCase(Locale.ROOT);
        return media.size() == 1 ? name + "." + media.iterator().next().name().toLowerCase(Locale.ROOT) : name;
    }
}
