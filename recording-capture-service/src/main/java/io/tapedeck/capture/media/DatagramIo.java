package io.tapedeck.capture.media;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Where the event loop's datagrams come from. {@link NioIo} is the portable one; a faster one for one system only has
 * to do the same.
 */
interface DatagramIo extends Closeable {

    /** Binds a socket; any thread. It is not watched before {@link #watch}. */
    DatagramPort bind(InetSocketAddress local) throws IOException;

    /** From now on {@link #poll} reports the socket; loop thread. */
    void watch(DatagramPort port, MediaPort owner) throws IOException;

    /**
     * Waits until a datagram is there, {@link #wakeUp} is called or the time is over, and reports each readable socket
     * once.
     *
     * @param nanos how long to wait at most; {@link #FOR_EVER} for no limit, 0 for not at all
     */
    void poll(Consumer<MediaPort> readable, long nanos) throws IOException;

    long FOR_EVER = Long.MAX_VALUE;

    /** Ends a wait; any thread. */
    void wakeUp();
}
