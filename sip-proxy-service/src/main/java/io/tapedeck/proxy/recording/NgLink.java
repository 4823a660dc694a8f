package io.tapedeck.proxy.recording;

import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * ng over UDP with one node (docs/ng_control_protocol of rtpengine): {@code COOKIE SP DICTIONARY} there and back. A
 * command that is not answered is sent again with the same cookie, so that the node carries it out once. The cookie has
 * 128 random bits and is what tells a reply from a forgery.
 */
final class NgLink implements AutoCloseable {

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int COOKIE_BYTES = 16;

    /** The usual one holds ninety replies, which a node gives while we stand still for a tenth of a second. */
    private static final int RECEIVE_BUFFER = 1 << 20;

    private final NodeAddress node;
    private final Duration firstRetransmission;
    private final RandomGenerator random;
    private final DatagramSocket socket;
    private final Thread receiver;
    private final Map<String, CompletableFuture<NgDictionary>> pending = new ConcurrentHashMap<>();

    NgLink(NodeAddress node, Duration firstRetransmission, RandomGenerator random) throws IOException {
        this.node = node;
        this.firstRetransmission = firstRetransmission;
        this.random = random;
        socket = new DatagramSocket(0);
        socket.setReceiveBufferSize(RECEIVE_BUFFER); // as much of it as the system grants
        receiver = Thread.ofPlatform()
                .name("ng-" + node.host() + ":" + node.port())
                .daemon()
                .start(this::receive);
    }

    /**
     * Sends a command and waits for its reply.
     *
     * @throws SocketTimeoutException when the node has not answered in time
     * @throws IOException when the command cannot be sent, as when the name of the node is not known
     */
    NgDictionary command(NgDictionary request, Duration within) throws IOException, InterruptedException {
        var secret = new byte[COOKIE_BYTES];
        random.nextBytes(secret);
        String cookie = HexFormat.of().formatHex(secret);
        byte[] datagram = new NgDatagram(cookie, Bencode.encode(request)).toBytes();
        var reply = new CompletableFuture<NgDictionary>();
        pending.put(cookie, reply);
        try {
            return exchange(datagram, reply, within);
        } finally {
            pending.remove(cookie);
        }
    }

    private NgDictionary exchange(byte[] datagram, CompletableFuture<NgDictionary> reply, Duration within)
            throws IOException, InterruptedException {
        InetAddress address = InetAddress.getByName(node.host()); // each time: a node may move to another address
        long deadline = System.nanoTime() + within.toNanos();
        long pause = firstRetransmission.toNanos();
        while (true) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("no answer within " + within.toMillis() + " ms");
            }
            socket.send(new DatagramPacket(datagram, datagram.length, address, node.port()));
            try {
                return reply.get(Math.min(pause, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                pause *= 2;
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }
    }

    private void receive() {
        var buffer = new byte[LARGEST_DATAGRAM];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                NgDatagram.split(ByteBuffer.wrap(buffer, 0, packet.getLength())).ifPresent(this::deliver);
            } catch (IOException _) {
                // closed, or an ICMP error about an earlier datagram: the command's own time-out tells
            }
        }
    }

    private void deliver(NgDatagram datagram) {
        var waiting = pending.get(datagram.cookie());
        if (waiting == null) {
            return; // the second answer to a retransmission
        }
        try {
            if (Bencode.decode(ByteBuffer.wrap(datagram.body())) instanceof NgDictionary reply) {
                waiting.complete(reply);
                return;
            }
            waiting.completeExceptionally(new IOException("the reply is no dictionary"));
        } catch (NgException e) {
            waiting.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        socket.close();
        pending.values().forEach(reply -> reply.completeExceptionally(new IOException("the proxy is stopping")));
        receiver.interrupt();
    }
}
