package io.tapedeck.conversion.video;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.Piece;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is seen in one file. The call is looked through twice: in the first pass {@link #survey} finds out what there is, which the
 * head of the file must know before its first picture; in the second {@link #add} holds the pictures until the file's sound has come
 * as far. Places are in ticks of {@link VideoTime#HERTZ} from the beginning of the file. One thread.
 */
public final class Pictures {

    private final List<Side> sides;
    private final List<Piece> pieces;
    private final Duration offset;
    private final Map<Side, PictureGate> gates = new EnumMap<>(Side.class);
    private final Map<Side, PictureQueue> queues = new EnumMap<>(Side.class);
    private final Map<Side, EncodedFrame> first = new EnumMap<>(Side.class);
    private final Map<Side, Set<VideoCodec>> codecs = new EnumMap<>(Side.class);

    /**
     * Where one party is seen.
     *
     * @param first the key frame it begins with
     */
    public record Screen(Side side, EncodedFrame first) {}

    /**
     * @param sides who may be seen, from left to right
     * @param pieces of the file
     * @param offset of the file's beginning from the call's zero
     */
    public Pictures(List<Side> sides, List<Piece> pieces, Duration offset) {
        this.sides = List.copyOf(sides);
        this.pieces = List.copyOf(pieces);
        this.offset = offset;
        for (Side side : sides) {
            queues.put(side, new PictureQueue());
        }
        rewind();
    }

    /** The first pass. */
    public void survey(Side side, EncodedFrame frame) {
        EncodedFrame placed = pass(side, frame);
        if (placed != null) {
            first.putIfAbsent(side, placed);
            codecs.computeIfAbsent(side, _ -> EnumSet.noneOf(VideoCodec.class)).add(placed.codec());
        }
    }

    /** The first pass is over. */
    public void rewind() {
        for (Side side : sides) {
            gates.put(side, new PictureGate(pieces, offset));
        }
    }

    /** Who is seen, from left to right; empty when nobody ever is. */
    public List<Screen> screens() {
        return sides.stream()
                .filter(first::containsKey)
                .map(side -> new Screen(side, Objects.requireNonNull(first.get(side))))
                .toList();
    }

    /** Whether one party alone is seen, in that codec and no other: its pictures need not be coded anew. */
    public boolean passableAs(VideoCodec codec) {
        return codecs.size() == 1 && codecs.values().iterator().next().equals(EnumSet.of(codec));
    }

    /** Whether it is the file of one party of two. */
    public boolean ofOneParty() {
        return sides.size() == 1;
    }

    /** Who may be seen, from left to right. */
    public List<Side> sides() {
        return sides;
    }

    /** The second pass. */
    public void add(Side side, EncodedFrame frame) {
        EncodedFrame placed = pass(side, frame);
        PictureQueue queue = queues.get(side);
        if (placed != null && queue != null) {
            queue.add(placed);
        }
    }

    /** Takes the side's next picture in the order of decoding, if it is shown before that place; null otherwise. */
    public @Nullable EncodedFrame takeBefore(Side side, long place) {
        PictureQueue queue = queues.get(side);
        return queue == null ? null : queue.takeBefore(place);
    }

    long taken() {
        return queues.values().stream().mapToLong(PictureQueue::taken).sum();
    }

    long dropped() {
        return queues.values().stream().mapToLong(PictureQueue::dropped).sum();
    }

    private @Nullable EncodedFrame pass(Side side, EncodedFrame frame) {
        PictureGate gate = gates.get(side);
        return gate == null ? null : gate.pass(frame);
    }
}
