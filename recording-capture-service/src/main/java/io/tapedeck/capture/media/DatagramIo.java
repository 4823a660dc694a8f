package io.tapedeck.capture.media;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Where an event loop's datagrams come from. {@link NioIo} is the portable one, {@link EpollIo} the cheaper one on
 * Linux; both pass the same tests.
 */
interface DatagramIo extends Closeable {

    /** Binds a socket that nobody else has; any thread. It is not watched before {@link #watch}. */
    DatagramPort bind(InetSocketAddress local) throws IOException;

    /** From now on {@link #poll} runs this when the socket has a datagram; loop thread. */
    void watch(DatagramPort port, Runnable readable) throws IOException;

    /**
     * Waits until a datagram is there, {@link #wakeUp} is called or the time is over, and reports each readable socket
     * once. Loop thread.
     *
     * @param nanos how long to wait at most, as exactly as the system can; {@link #FOR_EVER} for no limit, 0 for not at
     *     all
     * @return how many sockets were readable
     */
    int poll(long nanos) throws IOException;

    long FOR_EVER = Long.MAX_VALUE;

    /** Lets datagrams gather for a while; {@link #wakeUp} does not end it. Loop thread. */
    void rest(long nanos);

    /** Nanoseconds spent waiting and resting until now; the rest of the loop's time is work. Loop thread. */
    long idleNanos();

    /** Ends a wait, or the next one when there is none just now; any thread. */
    void wakeUp();
}
