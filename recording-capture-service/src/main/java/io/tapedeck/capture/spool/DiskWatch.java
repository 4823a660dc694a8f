package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.SpareRoom;
import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the spool's disk all the time: says once when a level is reached, removes what is converted when space runs
 * short, and notices when the whole directory is gone. Its own thread does the work; everybody may ask.
 */
public final class DiskWatch implements SpareRoom, AutoCloseable {

    private static final Logger LOG = System.getLogger(DiskWatch.class.getName());
    /** Reading every manifest costs; what was not to be released a moment ago still is not. */
    private static final Duration BETWEEN_RELEASES = Duration.ofSeconds(10);

    private final DiskSettings settings;
    private final SpoolDirectory directory;
    private final Gauge gauge;
    private final ConvertedCaptures converted;
    private final LongAdder alarms = new LongAdder();
    private final VitalWork work = new VitalWork("capture-disk-watch");
    private @Nullable Thread thread;
    private volatile DiskLevel level = DiskLevel.AMPLE;
    private volatile DiskSpace space = new DiskSpace(0, 0);
    private volatile boolean present = true;
    private volatile boolean closing;
    private long releasedAt = System.nanoTime() - BETWEEN_RELEASES.toNanos();

    DiskWatch(DiskSettings settings, SpoolDirectory directory, Gauge gauge, ConvertedCaptures converted) {
        this.settings = settings;
        this.directory = directory;
        this.gauge = gauge;
        this.converted = converted;
    }

    /** The first look is over when this returns. */
    DiskWatch start() {
        look();
        thread = work.start(Thread.ofVirtual(), this::run);
        return this;
    }

    VitalWork work() {
        return work;
    }

    private void run() {
        try {
            while (!closing) {
                LockSupport.parkNanos(settings.every().toNanos());
                boolean _ = work.attempt(this::look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the service stops
        }
    }

    void look() {
        notePresence();
        try {
            measure();
        } catch (IOException e) {
            if (present && directory.isPresent()) { // else it went just now, and the next look tells that
                reach(DiskLevel.REFUSING, "its free space is unknown: " + e);
            }
            return;
        }
        if (level.compareTo(DiskLevel.RELEASING) >= 0 && System.nanoTime() - releasedAt >= BETWEEN_RELEASES.toNanos()) {
            release();
            releasedAt = System.nanoTime();
        }
    }

    private void measure() throws IOException {
        DiskSpace now = gauge.measure();
        space = now;
        reach(settings.level(level, now), now.usable() + " of " + now.total() + " bytes are free");
    }

    private void reach(DiskLevel reached, String why) {
        DiskLevel before = level;
        if (reached == before) {
            return;
        }
        level = reached;
        if (reached.compareTo(before) > 0) {
            alarms.increment();
        }
        LOG.log(
                reached.compareTo(DiskLevel.WARNING) > 0 ? Level.ERROR : Level.WARNING,
                "the disk of the spool {0}: {1}; {2}",
                directory.root(),
                why,
                consequence(reached));
    }

    private static String consequence(DiskLevel level) {
        return switch (level) {
            case AMPLE -> "that is enough again";
            case WARNING -> "make room or add a node";
            case RELEASING -> "raw captures whose recordings are made are removed before their time";
            case REFUSING -> "optional recordings are refused until there is more";
        };
    }

    private void release() {
        try {
            converted.release(settings.grace(), () -> level.compareTo(DiskLevel.RELEASING) < 0, this::measureAgain);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the spool cannot be listed: {0}", e.toString());
        }
    }

    private void measureAgain() throws IOException {
        measure();
    }

    private void notePresence() {
        boolean was = present;
        boolean is = directory.isPresent();
        present = is;
        if (was && !is) {
            alarms.increment();
            LOG.log(
                    Level.ERROR,
                    "the spool {0} is gone; calls go on, and it is made again when a capture has to be written",
                    directory.root());
        }
        if (!was && is) {
            LOG.log(Level.WARNING, "the spool {0} is there again", directory.root());
        }
    }

    @Override
    public boolean takesOptional() {
        return level != DiskLevel.REFUSING && present;
    }

    public DiskLevel level() {
        return level;
    }

    /** At the last look. */
    public DiskSpace space() {
        return space;
    }

    /** Whether the directory was where it belongs at the last look. */
    public boolean isPresent() {
        return present;
    }

    /** How often things got worse. */
    public long alarms() {
        return alarms.sum();
    }

    @Override
    public void close() {
        closing = true;
        work.ends();
        LockSupport.unpark(thread);
        try {
            if (thread != null) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the disk. */
    @FunctionalInterface
    interface Gauge {
        DiskSpace measure() throws IOException;
    }
}
