package io.tapedeck.testkit.leaks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What belongs to servers that are shared by the test classes of a JVM and end with it. {@link LeakCheck} does not
 * count it. Everything here may be called from any thread.
 */
public final class Infrastructure {

    private static final Set<Long> THREADS = ConcurrentHashMap.newKeySet();
    private static final Set<String> DESCRIPTORS = ConcurrentHashMap.newKeySet();
    private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();
    private static final Set<String> DIRECTORIES = ConcurrentHashMap.newKeySet();
    private static final Set<String> THREAD_PREFIXES = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean SELECTORS = new AtomicBoolean();

    private static final Deque<Runnable> ENDS = new ArrayDeque<>();

    private Infrastructure() {}

    /** Starts a shared server: the threads and descriptors that are new afterwards are its own. */
    public static <T> T start(Callable<T> server) throws Exception {
        Footprint before = Footprint.take();
        T started = server.call();
        Footprint added = Footprint.take().minus(before);
        THREADS.addAll(added.threads().keySet());
        DESCRIPTORS.addAll(added.descriptors().keySet());
        return started;
    }

    /** Ends a shared server with the JVM: after those that were begun later, which may need it, and before those begun earlier. */
    // guards: ENDS
    public static synchronized void atEnd(Runnable end) {
        if (ENDS.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(Infrastructure::endAll, "infrastructure-end"));
        }
        ENDS.push(end);
    }

    // guards: ENDS
    private static synchronized void endAll() {
        while (!ENDS.isEmpty()) {
            try {
                ENDS.pop().run();
            } catch (RuntimeException failure) { // the others are to end all the same
                System.err.println("a shared server did not end in order: " + failure);
            }
        }
    }

    /** Sockets with this port at either end belong to a shared server. */
    public static void ownPort(int port) {
        PORTS.add(port);
    }

    /** Files below this directory are held open by a shared server. */
    public static void ownDirectory(Path directory) {
        DIRECTORIES.add(directory.toAbsolutePath().normalize().toString());
    }

    /** Threads whose names begin like this belong to a shared server that starts some of them late. */
    public static void ownThreads(String namePrefix) {
        THREAD_PREFIXES.add(namePrefix);
    }

    /** A shared server opens selectors while it runs. They have no identity, so from now on none is counted. */
    public static void ownSelectors() {
        SELECTORS.set(true);
    }

    static boolean ownsThread(long id, String name) {
        return THREADS.contains(id) || THREAD_PREFIXES.stream().anyMatch(name::startsWith);
    }

    static boolean ownsDescriptor(String target) {
        if (target.startsWith("anon_inode:")) {
            return SELECTORS.get();
        }
        return DESCRIPTORS.contains(target)
                || DIRECTORIES.stream().anyMatch(target::startsWith)
                || OpenDescriptors.addresses(target)
                        .filter(socket -> PORTS.contains(socket.local().port())
                                || PORTS.contains(socket.remote().port()))
                        .isPresent();
    }
}
