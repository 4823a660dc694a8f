package io.tapedeck.capture.spool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ring for each relay loop. The writer drains them in turn; a new one it finds by itself. */
public final class PacketRings {

    private final int bytesEach;
    private final List<PacketRing> rings = new CopyOnWriteArrayList<>();

    PacketRings(int bytesEach) {
        this.bytesEach = bytesEach;
    }

    /** A further ring, for one loop only. */
    public synchronized PacketRing open() {
        var ring = new PacketRing(rings.size(), bytesEach);
        rings.add(ring);
        return ring;
    }

    List<PacketRing> all() {
        return rings;
    }

    /** Bytes that wait for the writer; any thread. */
    public long used() {
        return rings.stream().mapToLong(PacketRing::used).sum();
    }

    public long capacity() {
        return rings.stream().mapToLong(PacketRing::capacity).sum();
    }
}
