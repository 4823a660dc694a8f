package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.proxy.policy.Decision.InForce;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The levels that count for one owner, the particular before the general: what one leaves open the next may say. */
record Ladder(List<Rung> rungs) {

    Ladder {
        rungs = List.copyOf(rungs);
    }

    boolean isEmpty() {
        return rungs.isEmpty();
    }

    /** The first value for calls of this direction and network; null when no level has one. */
    <T> @Nullable T rule(Leg leg, Network network, Function<RecordingRule, @Nullable T> key) {
        return rungs.stream()
                .map(rung -> rung.find(leg, network, key))
                .filter(Objects::nonNull)
                .map(Rung.Found::value)
                .findFirst()
                .orElse(null);
    }

    /** The first value of something that holds for all calls of an owner, and where it stands. */
    <T> Rung.@Nullable Found<T> found(String setting, Function<RecordingRules, @Nullable T> key) {
        for (Rung rung : rungs) {
            T value = key.apply(rung.rules());
            if (value != null) {
                return new Rung.Found<>(rung.level(), setting, value);
            }
        }
        return null;
    }

    /** The first value of something that holds for all calls of an owner. */
    <T> @Nullable T whole(Function<RecordingRules, @Nullable T> key) {
        return rungs.stream()
                .map(rung -> key.apply(rung.rules()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    boolean isSet(Function<RecordingRules, @Nullable Boolean> key, boolean otherwise) {
        Boolean found = whole(key);
        return found == null ? otherwise : found;
    }

    /** What of the call's media is to be recorded; empty when it is all switched off. */
    Set<Medium> recorded(Set<Medium> offered) {
        var media = EnumSet.noneOf(Medium.class);
        if (offered.contains(Medium.AUDIO) && isSet(RecordingRules::audio, true)) {
            media.add(Medium.AUDIO);
        }
        if (offered.contains(Medium.VIDEO) && isSet(RecordingRules::video, false)) {
            media.add(Medium.VIDEO);
        }
        return media;
    }

    InForce inForce(Leg leg, Network network, Set<Medium> media) {
        MediaFormat format = rule(leg, network, RecordingRule::format);
        ChannelLayout layout = whole(RecordingRules::layout);
        RecordingOrder.Pauses pauses = whole(RecordingRules::pauses);
        return new InForce(
                format == null ? MediaFormat.WAV : format,
                layout == null ? ChannelLayout.STEREO : layout,
                pauses == null ? RecordingOrder.Pauses.SILENCE : pauses,
                rule(leg, network, RecordingRule::url),
                rule(leg, network, RecordingRule::recordMinSec),
                rule(leg, network, RecordingRule::recordSampleRate),
                rule(leg, network, RecordingRule::timeLimit),
                media,
                start(leg, network),
                Boolean.TRUE.equals(rule(leg, network, RecordingRule::optional)));
    }

    /** The bridge counts more than the answer: whoever asks for both wants the later of them. */
    private RecordingOrder.Start start(Leg leg, Network network) {
        if (Boolean.TRUE.equals(rule(leg, network, RecordingRule::recordOnBridge))) {
            return RecordingOrder.Start.BRIDGE;
        }
        return Boolean.FALSE.equals(rule(leg, network, RecordingRule::recordOnAnswer))
                ? RecordingOrder.Start.EARLY
                : RecordingOrder.Start.ANSWER;
    }

    /** What those of the levels say that are among the given. */
    Ladder only(RecordingLevel... levels) {
        var wanted = EnumSet.copyOf(List.of(levels));
        return new Ladder(
                rungs.stream().filter(rung -> wanted.contains(rung.level())).toList());
    }

    Ladder then(Ladder more) {
        return new Ladder(Stream.concat(rungs.stream(), more.rungs.stream()).toList());
    }
}
