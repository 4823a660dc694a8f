package io.tapedeck.capture.encode;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/** A thread that lets all others go first, as FFmpeg's processes do. */
final class BackgroundThread {

    private static final Logger LOG = System.getLogger(BackgroundThread.class.getName());
    private static final int PRIO_PROCESS = 0;
    private static final int NICE = 10;

    private BackgroundThread() {}

    /** The calling thread, for good. On Linux niceness is a thread's own, see setpriority(2); elsewhere nothing changes. */
    @SuppressWarnings("restricted") // the launcher enables native access
    static void become() {
        try {
            Linker linker = Linker.nativeLinker();
            var setPriority = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setpriority"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
            int _ = (int) setPriority.invokeExact(PRIO_PROCESS, 0, NICE);
        } catch (Throwable e) { // whatever it is: the work gets done all the same
            LOG.log(Level.DEBUG, "encoding goes on at ordinary priority", e);
        }
    }
}
