package io.tapedeck.proxy.routing;

import java.net.InetSocketAddress;

/**
 * Where a message came from or goes to: the flow of RFC 5626, 3. A phone behind a NAT is reached through nothing else.
 *
 * @param address the other side, as seen on the wire
 */
public record Flow(Transport transport, InetSocketAddress address) {

    /** What carries the message. */
    public enum Transport {
        UDP,
        TCP
    }
}
