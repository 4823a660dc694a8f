package io.tapedeck.conversion.timeline;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was met while a time line was put together, in RTP packets of audio.
 *
 * @param packets well-formed RTP packets of the audio streams
 * @param decoded packets that became sound
 * @param undecodable packets of a codec for which there is no decoder; silence in the recording
 * @param rejected packets of which their decoder could make nothing
 * @param lost sequence numbers that never came
 * @param duplicates packets that came again, or long after their turn
 * @param misplaced packets with a timestamp that fits nowhere
 * @param anchors how often a stream was tied to the clock by arrival time: once per stream, and at every jump
 * @param overdue packets that were captured so long before those already read that their place was given out
 * @param unknownCodecs names of the codecs behind {@code undecodable}
 * @param keys what was dialled during the call, in the order of its arrival
 */
public record TimelineReport(
        long packets,
        long decoded,
        long undecodable,
        long rejected,
        long lost,
        long duplicates,
        long misplaced,
        long anchors,
        long overdue,
        SortedSet<String> unknownCodecs,
        List<KeyPress> keys) {

    /** Of a call of which nothing was read. */
    public static final TimelineReport NONE =
            new TimelineReport(0, 0, 0, 0, 0, 0, 0, 0, 0, Collections.emptySortedSet(), List.of());

    public TimelineReport {
        unknownCodecs = Collections.unmodifiableSortedSet(new TreeSet<>(unknownCodecs));
        keys = List.copyOf(keys);
    }

    /** Some of what was said was encrypted. */
    public boolean encrypted() {
        return unknownCodecs.stream().anyMatch(codec -> codec.startsWith(PayloadTable.ENCRYPTED));
    }

    /** There were packets, and the decoders took none of them. */
    public boolean nothingUnderstood() {
        return rejected > 0 && decoded == 0;
    }

    /** Something was said, and none of it can be decoded. */
    public boolean nothingDecodable() {
        return undecodable > 0 && decoded == 0;
    }
}
