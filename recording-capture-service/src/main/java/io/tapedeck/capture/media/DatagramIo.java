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

    /** Waits until a datagram is there, or {@link #wakeUp} is called, and reports each readable socket once. */
    void poll(Consumer<MediaPort> readable) throws IOException;

    /** Ends a wait; any thread. */
    void wakeUp();
}
