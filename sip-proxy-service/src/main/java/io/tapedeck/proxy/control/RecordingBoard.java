package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.policy.Medium;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the recordings of one session stand. A pause is the session's, not a recording's: sensitive data is on the line,
 * so it holds for all of them, also for those that start during it.
 *
 * @param recordings in the order in which they were ordered, stopped ones included
 * @param held media that are kept from the disk
 * @param waits whether somebody has asked for a recording that starts when the parties are connected, and has no order yet
 */
public record RecordingBoard(List<Recording> recordings, Set<Medium> held, boolean waits) {

    public static final RecordingBoard EMPTY = new RecordingBoard(List.of(), Set.of(), false);

    public RecordingBoard {
        recordings = List.copyOf(recordings);
        held = Set.copyOf(held);
    }

    /**
     * One recording.
     *
     * @param by the user who started it; null when the rules did
     */
    public record Recording(
            RecordingOrder order, Phase phase, @Nullable UserId by) {

        private Recording in(Phase next) {
            return new Recording(order, next, by);
        }
    }

    /** What has become of an order. */
    public enum Phase {
        PENDING,
        RUNNING,
        STOPPED
    }

    public RecordingState state() {
        if (isAny(Phase.RUNNING)) {
            return held.isEmpty() ? RecordingState.ON : RecordingState.PAUSED;
        }
        return waits || isAny(Phase.PENDING) ? RecordingState.PENDING : RecordingState.OFF;
    }

    /** The orders that are in this phase. */
    public List<RecordingOrder> in(Phase phase) {
        return recordings.stream()
                .filter(recording -> recording.phase() == phase)
                .map(Recording::order)
                .toList();
    }

    public Optional<Recording> find(RecordingId id) {
        return recordings.stream()
                .filter(recording -> recording.order().recordingId().equals(id))
                .findFirst();
    }

    /** Those that go on or are going to and that this user started. */
    public List<RecordingOrder> startedBy(UserId user) {
        return recordings.stream()
                .filter(recording -> recording.phase() != Phase.STOPPED && user.equals(recording.by()))
                .map(Recording::order)
                .toList();
    }

    /** Orders that wait for {@link #started}; known ones stay as they are. */
    RecordingBoard expecting(List<RecordingOrder> orders, @Nullable UserId by) {
        return with(orders, Phase.PENDING, by);
    }

    RecordingBoard started(List<RecordingOrder> orders, @Nullable UserId by) {
        Set<RecordingId> ids = ids(orders);
        RecordingBoard turned = turn(one -> ids.contains(one.order().recordingId()), Phase.RUNNING);
        return turned.with(orders, Phase.RUNNING, by);
    }

    RecordingBoard stopped(List<RecordingOrder> orders) {
        Set<RecordingId> ids = ids(orders);
        return turn(one -> ids.contains(one.order().recordingId()), Phase.STOPPED);
    }

    RecordingBoard waiting(boolean now) {
        return new RecordingBoard(recordings, held, now);
    }

    RecordingBoard holding(Set<Medium> media) {
        var all = EnumSet.noneOf(Medium.class);
        all.addAll(held);
        all.addAll(media);
        return new RecordingBoard(recordings, all, waits);
    }

    RecordingBoard releasing(Set<Medium> media) {
        var left = EnumSet.noneOf(Medium.class);
        left.addAll(held);
        left.removeAll(media);
        return new RecordingBoard(recordings, left, waits);
    }

    private boolean isAny(Phase phase) {
        return recordings.stream().anyMatch(recording -> recording.phase() == phase);
    }

    private RecordingBoard turn(Predicate<Recording> which, Phase phase) {
        return new RecordingBoard(
                recordings.stream()
                        .map(one -> which.test(one) ? one.in(phase) : one)
                        .toList(),
                held,
                waits);
    }

    private RecordingBoard with(List<RecordingOrder> orders, Phase phase, @Nullable UserId by) {
        Stream<Recording> added = orders.stream()
                .filter(order -> find(order.recordingId()).isEmpty())
                .map(order -> new Recording(order, phase, by));
        List<Recording> all = new ArrayList<>(recordings);
        added.forEach(all::add);
        return new RecordingBoard(all, held, waits);
    }

    private static Set<RecordingId> ids(List<RecordingOrder> orders) {
        return Set.copyOf(orders.stream().map(RecordingOrder::recordingId).toList());
    }
}
