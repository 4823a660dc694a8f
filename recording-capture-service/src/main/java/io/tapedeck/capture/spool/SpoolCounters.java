package io.tapedeck.capture.spool;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the spool did; any thread. */
public final class SpoolCounters {

    private final LongAdder sealed = new LongAdder();
    private final AtomicLong sealNanos = new AtomicLong();
    private final LongAdder failures = new LongAdder();
    private final LongAdder packetsLost = new LongAdder();
    private final LongAdder recovered = new LongAdder();
    private final LongAdder setAside = new LongAdder();

    void sealed(long nanos, long lost) {
        sealed.increment();
        sealNanos.addAndGet(nanos);
        packetsLost.add(lost);
    }

    void failed() {
        failures.increment();
    }

    void recovered() {
        recovered.increment();
    }

    void setAside() {
        setAside.increment();
    }

    public long sealedCaptures() {
        return sealed.sum();
    }

    /** From the end of the call to the sealed manifest, all captures together. */
    public long sealNanos() {
        return sealNanos.get();
    }

    /** Attempts to write a manifest or media that failed: the disk is full, gone or read-only. */
    public long failures() {
        return failures.sum();
    }

    /** Packets that were in the ring and could not be written, of sealed captures. */
    public long packetsLost() {
        return packetsLost.sum();
    }

    public long recoveredCaptures() {
        return recovered.sum();
    }

    /** Captures whose manifest nobody can read. */
    public long capturesSetAside() {
        return setAside.sum();
    }
}
