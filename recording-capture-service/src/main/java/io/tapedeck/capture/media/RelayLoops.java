package io.tapedeck.capture.media;

import io.tapedeck.capture.spool.PacketRings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The event loops. One does the work alone as long as it can, since two that take turns at waking up cost half as much
 * again; a further one gets new calls when the others are busy. A call stays where it began.
 */
final class RelayLoops implements AutoCloseable {

    private static final Logger LOG = System.getLogger(RelayLoops.class.getName());
    private static final double BUSY = 0.7;
    /** Calls that are set up faster than their packets come do not show in the load yet. */
    private static final int MANY_CALLS = 1_200;

    private final MediaSettings settings;
    private final PacketRings rings;
    private final List<RelayLoop> loops = new CopyOnWriteArrayList<>();

    RelayLoops(MediaSettings settings, PacketRings rings) throws IOException {
        this.settings = settings;
        this.rings = rings;
        start();
    }

    private RelayLoop start() throws IOException {
        DatagramIo io = settings.io().open(settings.trafficClass());
        var loop = new RelayLoop(
                loops.size() + 1,
                io,
                rings.open(),
                settings.realtime(),
                new Pace(settings.pace().toNanos()));
        loops.add(loop);
        loop.start();
        LOG.log(
                Level.INFO,
                "relay loop {0} runs on {1}",
                loops.size(),
                io.getClass().getSimpleName());
        return loop;
    }

    /** Who takes a new call; any thread. */
    synchronized RelayLoop forNewCall() {
        RelayLoop idlest = loops.getFirst();
        for (RelayLoop loop : loops) {
            if (loop.load() < BUSY && loop.calls() < MANY_CALLS) {
                return loop;
            }
            idlest = loop.calls() < idlest.calls() ? loop : idlest;
        }
        return loops.size() < settings.mostLoops() ? another() : idlest;
    }

    private RelayLoop another() {
        try {
            return start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<RelayLoop> all() {
        return loops;
    }

    @Override
    public void close() {
        loops.forEach(RelayLoop::close);
    }
}
