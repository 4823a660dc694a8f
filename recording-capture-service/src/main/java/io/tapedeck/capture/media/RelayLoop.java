package io.tapedeck.capture.media;

import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.spool.PacketRing;
import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event loop: owns sockets, relays what it believes, and lays what is to be recorded into the ring, into which it
 * receives in the first place. Nothing in {@link #onReadable} waits, locks or allocates.
 */
final class RelayLoop implements Runnable, AutoCloseable {

    private static final Logger LOG = System.getLogger(RelayLoop.class.getName());

    private static final long BETWEEN_COMPLAINTS = 10_000_000_000L;

    private final DatagramIo io;
    private final PacketRing ring;
    private final RelayCounters counters;
    /** Bounded by the callers: each waits for its answer, or is the end of a call. */
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    private final ByteBuffer spare = ByteBuffer.allocateDirect(PacketRing.LARGEST_PACKET);
    private final RtpPacketView rtp = new RtpPacketView();
    private final Thread thread;
    private long lastComplaint = System.nanoTime() - 2 * BETWEEN_COMPLAINTS;
    private volatile boolean closing;

    RelayLoop(DatagramIo io, PacketRing ring, RelayCounters counters) {
        this.io = io;
        this.ring = ring;
        this.counters = counters;
        this.thread = Thread.ofPlatform().name("capture-relay").daemon().unstarted(this);
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    DatagramIo io() {
        return io;
    }

    PacketRing ring() {
        return ring;
    }

    /** Runs on the loop, in order, between two packets. */
    void tell(Runnable command) {
        commands.add(command);
        io.wakeUp();
    }

    /** Waits for the loop's answer. */
    <T> T ask(Supplier<T> question) {
        if (thread.equals(Thread.currentThread())) {
            return question.get();
        }
        var answer = new CompletableFuture<T>();
        tell(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        if (closing && !thread.isAlive()) {
            answer.completeExceptionally(new IllegalStateException("the relay is closed"));
        }
        return answer.join();
    }

    @Override
    public void run() {
        while (!closing) {
            try {
                io.poll(this::onReadable);
            } catch (IOException | RuntimeException e) {
                stumbled(e);
            }
            ring.publish();
            runCommands();
        }
        runCommands();
    }

    /** A fault of ours; said now and then, since it may come with every packet. */
    private void stumbled(Exception e) {
        long now = System.nanoTime();
        if (now - lastComplaint > BETWEEN_COMPLAINTS) {
            lastComplaint = now;
            LOG.log(Level.ERROR, "the relay loop stumbled; calls go on", e);
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            try {
                command.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a command to the relay failed", e);
            }
        }
    }

    /** One datagram: receive, judge, send on, keep. */
    private void onReadable(MediaPort port) {
        int slot = port.isKept() ? ring.claim() : PacketRing.NO_ROOM;
        ByteBuffer memory = slot == PacketRing.NO_ROOM ? spare : ring.memory();
        int start = slot == PacketRing.NO_ROOM ? 0 : slot;
        memory.limit(start + PacketRing.LARGEST_PACKET).position(start);
        InetSocketAddress source = receive(port, memory);
        if (source == null) {
            return;
        }
        int length = memory.position() - start;
        long now = System.nanoTime();
        boolean rtcp = length >= 2 && RtpPackets.looksLikeRtcp(memory, start, length);
        if (!believes(port, memory, start, length, rtcp, source, now)) {
            port.errors++;
            return;
        }
        port.cameFrom(source);
        count(port, length, now);
        memory.limit(start + length).position(start);
        forward(port.outFor(rtcp || !port.isRtpPort()), memory, port);
        keep(port, rtcp || !port.isRtpPort() ? port.rtcpTap : port.rtpTap, slot, length, now);
    }

    private static @Nullable InetSocketAddress receive(MediaPort port, ByteBuffer memory) {
        try {
            return port.socket.receive(memory);
        } catch (IOException _) {
            port.errors++; // closed under our hands, or an ICMP error of an earlier packet
            return null;
        }
    }

    private boolean believes(
            MediaPort port,
            ByteBuffer memory,
            int start,
            int length,
            boolean rtcp,
            InetSocketAddress source,
            long now) {
        if (!port.carriesRtp) {
            return counted(port.peer.accepts(source, 0, -1, now));
        }
        if (rtcp) {
            return counted(port.peer.accepts(source, 0, -1, now));
        }
        if (!port.isRtpPort() || !rtp.wrap(memory, start, length)) {
            counters.increment(Count.MALFORMED);
            return false;
        }
        if (!counted(port.peer.accepts(source, rtp.ssrc(), rtp.sequenceNumber(), now))) {
            return false;
        }
        port.ssrc = rtp.ssrc();
        return true;
    }

    private boolean counted(boolean accepted) {
        if (!accepted) {
            counters.increment(Count.FOREIGN);
        }
        return accepted;
    }

    private static void count(MediaPort port, int length, long now) {
        port.packets++;
        port.bytes += length;
        port.lastPacketNanos = now;
        port.call.packetArrived(now);
    }

    private void forward(@Nullable MediaPort out, ByteBuffer datagram, MediaPort from) {
        InetSocketAddress to = out == null ? null : out.peer.destination();
        if (out == null || to == null) {
            counters.increment(Count.UNSENDABLE);
            return;
        }
        try {
            counters.increment(out.socket.send(datagram, to) ? Count.RELAYED : Count.UNSENDABLE);
        } catch (IOException | RuntimeException _) {
            from.errors++; // no route, or an address that cannot be sent to: the signalling's fault, not the packet's
            counters.increment(Count.UNSENDABLE);
        }
    }

    private void keep(MediaPort port, int tap, int slot, int length, long now) {
        if (tap == MediaPort.NOT_KEPT) {
            return;
        }
        InetSocketAddress source = port.source;
        if (slot == PacketRing.NO_ROOM || source == null) {
            port.notKept++;
            counters.increment(Count.NOT_KEPT);
            return;
        }
        ring.commit(slot, length, tap, now, port.sourceAddress, source.getPort());
        port.lastKeptNanos = now;
    }

    @Override
    public void close() {
        closing = true;
        io.wakeUp();
        try {
            thread.join();
            io.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the relay's selector did not close", e);
        }
        runCommands();
    }
}
