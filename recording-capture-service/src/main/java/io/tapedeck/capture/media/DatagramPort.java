package io.tapedeck.capture.media;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One bound UDP socket; used by the loop thread only. */
interface DatagramPort extends Closeable {

    int localPort();

    /** Says that a datagram was longer than the room for it. It is gone; nothing of it counts as read. */
    InetSocketAddress TOO_LONG = InetSocketAddress.createUnresolved("too-long", 0);

    /**
     * Reads one datagram to the buffer's position.
     *
     * @return its source; {@link #TOO_LONG} instead of it; null when there is no datagram
     */
    @Nullable
    InetSocketAddress receive(ByteBuffer into) throws IOException;

    /** @return false when the system had no room for it */
    boolean send(ByteBuffer datagram, InetSocketAddress to) throws IOException;

    @Override
    void close();
}
