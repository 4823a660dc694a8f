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

    static final int ANOTHER = -1;

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
                comesFirst(loops.size(), Runtime.getRuntime().availableProcessors())
                        ? settings.realtime()
                        : RealTime.OFF,
                new Pace(settings.pace().toNanos(), io::idleNanos));
        loops.add(loop);
        loop.start();
        LOG.log(
                Level.INFO,
                "relay loop {0} runs on {1}",
                loops.size(),
                io.getClass().getSimpleName());
        return loop;
    }

    /**
     * Half of the processors are enough for loops that come before everybody else: those in the real-time class stay
     * where they are, also on a processor that others are bound to.
     *
     * @param number how many loops there are already
     */
    static boolean comesFirst(int number, int processors) {
        return number < Math.max(1, processors / 2);
    }

    /** Who takes a new call; any thread. */
    synchronized RelayLoop forNewCall() {
        List<Burden> burdens = loops.stream()
                .map(loop -> new Burden(loop.load(), loop.calls()))
                .toList();
        int choice = choose(burdens, loops.size() < settings.mostLoops());
        return choice == ANOTHER ? another() : loops.get(choice);
    }

    /** @return index of the first that has room; else {@link #ANOTHER}, or the one with the fewest calls */
    static int choose(List<Burden> burdens, boolean mayGrow) {
        int idlest = 0;
        for (int i = 0; i < burdens.size(); i++) {
            if (burdens.get(i).hasRoom()) {
                return i;
            }
            idlest = burdens.get(i).calls() < burdens.get(idlest).calls() ? i : idlest;
        }
        return mayGrow ? ANOTHER : idlest;
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

    /** @param load see {@link RelayLoop#load()} */
    record Burden(double load, int calls) {

        private boolean hasRoom() {
            return load < BUSY && calls < MANY_CALLS;
        }
    }
}
