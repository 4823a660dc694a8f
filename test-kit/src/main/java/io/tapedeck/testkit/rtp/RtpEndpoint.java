package io.tapedeck.testkit.rtp;

import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A UDP port that sends what it is told and keeps what comes in, without any signalling. One virtual thread receives;
 * the methods may be called by any thread.
 */
public final class RtpEndpoint implements AutoCloseable {

    private static final int MOST_KEPT = 100_000;

    private final DatagramSocket socket;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>(MOST_KEPT);
    private final Thread receiver;

    /** @param arrivalNanos of {@link System#nanoTime()} */
    public record Received(ByteBuffer packet, InetSocketAddress source, long arrivalNanos) {}

    private RtpEndpoint(DatagramSocket socket) {
        this.socket = socket;
        this.receiver =
                Thread.ofVirtual().name("rtp-endpoint-" + socket.getLocalPort()).start(this::receive);
    }

    /** On any free port of that address. */
    public static RtpEndpoint open(String host) {
        return open(new InetSocketAddress(host, 0));
    }

    public static RtpEndpoint open(InetSocketAddress address) {
        try {
            return new RtpEndpoint(new DatagramSocket(address));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot bind " + address, e);
        }
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Sends the bytes as they are; they need not be RTP. */
    public void send(InetSocketAddress to, byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException("not sent to " + to, e);
        }
    }

    /** Sends one RTP packet. */
    public void sendRtp(
            InetSocketAddress to, int payloadType, int sequenceNumber, int timestamp, int ssrc, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.length);
        RtpPackets.write(packet, payloadType, false, sequenceNumber, timestamp, ssrc, ByteBuffer.wrap(payload));
        send(to, packet.array());
    }

    /** The next datagram, or null when none comes in time. */
    public @Nullable Received next(Duration within) {
        try {
            return received.poll(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** All that have come and were not taken yet, in the order of arrival. */
    public List<Received> takeAll() {
        var all = new ArrayList<Received>();
        received.drainTo(all);
        return all;
    }

    /** How many have come and were not taken yet. */
    public int waiting() {
        return received.size();
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                packet.setLength(65_536);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                var item = new Received(
                        ByteBuffer.wrap(bytes), (InetSocketAddress) packet.getSocketAddress(), System.nanoTime());
                if (!received.offer(item)) {
                    received.poll(); // nobody looks: the oldest one goes
                    received.offer(item);
                }
            }
        } catch (IOException closed) {
            // the only way out of here
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            receiver.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
