package io.tapedeck.standalone.cli;

import io.tapedeck.standalone.platform.Progress;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Progress as lines, each with the time it took; readable in a terminal and in a log. */
final class TerminalProgress implements Progress {

    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintWriter out;
    private @Nullable String running;
    private long since;

    TerminalProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void step(String what) {
        done();
        running = what;
        since = System.nanoTime();
    }

    @Override
    public void done() {
        if (running != null) {
            out.printf("  %-28s %5.1f s%n", running, (System.nanoTime() - since) / NANOS_PER_SECOND);
            out.flush();
            running = null;
        }
    }
}
