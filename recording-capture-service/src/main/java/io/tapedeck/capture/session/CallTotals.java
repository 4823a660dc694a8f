package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What became of all the calls that are over. Any thread. */
public final class CallTotals {

    private final LongAdder ended = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder millis = new LongAdder();
    private final LongAdder packets = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder zeroWay = new LongAdder();
    private final LongAdder oneWay = new LongAdder();
    private volatile Consumer<StreamStatistics> onStream = _ -> {};

    /** @param observer is told of each RTP stream when its call ends; must not wait */
    public void observe(Consumer<StreamStatistics> observer) {
        onStream = observer;
    }

    void ended(Duration duration, List<StreamStatistics> streams) {
        ended.increment();
        millis.add(duration.toMillis());
        for (StreamStatistics stream : streams) {
            packets.add(stream.packets());
            bytes.add(stream.bytes());
            errors.add(stream.errors());
            if (stream.isRtp()) {
                onStream.accept(stream);
            }
        }
        countSilence(streams);
    }

    /** By media line: nobody was heard, or only one of the two. */
    private void countSilence(List<StreamStatistics> streams) {
        for (StreamStatistics stream : streams) {
            if (stream.isRtp() && stream.key().side() == Side.CALLER) {
                boolean caller = stream.packets() > 0;
                boolean callee = hears(streams, stream.key().mediaIndex());
                if (caller != callee) {
                    oneWay.increment();
                } else if (!caller) {
                    zeroWay.increment();
                }
            }
        }
    }

    private static boolean hears(List<StreamStatistics> streams, int mediaIndex) {
        return streams.stream()
                .anyMatch(stream -> stream.isRtp()
                        && stream.key().side() == Side.CALLEE
                        && stream.key().mediaIndex() == mediaIndex
                        && stream.packets() > 0);
    }

    void timedOut() {
        timedOut.increment();
    }

    /** A call that could not begin. */
    public void rejected() {
        rejected.increment();
    }

    public Snapshot snapshot() {
        return new Snapshot(
                ended.sum(),
                timedOut.sum(),
                rejected.sum(),
                Duration.ofMillis(millis.sum()),
                packets.sum(),
                bytes.sum(),
                errors.sum(),
                zeroWay.sum(),
                oneWay.sum());
    }

    /**
     * The totals at one moment.
     *
     * @param ended calls, those that timed out included
     * @param talked the time of all ended calls
     * @param zeroWay media lines on which nobody was heard
     * @param oneWay media lines on which one party was
     */
    public record Snapshot(
            long ended,
            long timedOut,
            long rejected,
            Duration talked,
            long packets,
            long bytes,
            long errors,
            long zeroWay,
            long oneWay) {

        public Duration averageCall() {
            return ended == 0 ? Duration.ZERO : talked.dividedBy(ended);
        }
    }
}
