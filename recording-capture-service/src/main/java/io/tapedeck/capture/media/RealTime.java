package io.tapedeck.capture.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Whether the loops' threads run before everything else as soon as a packet comes. */
enum RealTime {
    /** As far as the process may: the real-time class (CAP_SYS_NICE, LimitRTPRIO), else a better nice value. */
    AUTO {
        @Override
        String claim() {
            try {
                LinuxCalls.timerSlack(SLACK_NANOS);
                return preferred();
            } catch (LinkageError _) {
                return ORDINARY; // not Linux, or no native access
            }
        }

        @Override
        void giveUp() {
            try {
                LinuxCalls.ordinary();
                LinuxCalls.nice(usualNice());
            } catch (IOException | LinkageError _) {
                // then it never was anything else
            }
        }
    },
    OFF {
        @Override
        String claim() {
            return ORDINARY;
        }

        @Override
        void giveUp() {}
    };

    private static final String ORDINARY = "ordinary";
    private static final int PRIORITY = 5;
    private static final int NICE = -15;
    private static final int NICE_FIELD = 19;
    private static final long SLACK_NANOS = 1_000;

    /**
     * For the calling thread.
     *
     * @return what it got, for people
     */
    abstract String claim();

    /** The calling thread gives up what it got, until it claims it again. */
    abstract void giveUp();

    /** That of the process: its first thread claims nothing. See proc(5); a name in brackets is the 2nd field. */
    private static int usualNice() throws IOException {
        String line = Files.readString(Path.of("/proc/self/stat"));
        String[] field = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(field[NICE_FIELD - 3]);
    }

    private static String preferred() {
        try {
            LinuxCalls.roundRobin(PRIORITY);
            return "round-robin " + PRIORITY;
        } catch (IOException _) {
            return nicer();
        }
    }

    private static String nicer() {
        try {
            LinuxCalls.nice(NICE);
            return String.format(Locale.ROOT, "nice %d", NICE);
        } catch (IOException _) {
            return ORDINARY;
        }
    }
}
