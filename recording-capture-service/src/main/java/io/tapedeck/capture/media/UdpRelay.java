package io.tapedeck.capture.media;

import io.tapedeck.capture.session.CallEvent;
import io.tapedeck.capture.session.CallEvents;
import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.MediaPlace;
import io.tapedeck.capture.session.MediaRelay;
import io.tapedeck.capture.session.OutOfPortsException;
import io.tapedeck.capture.session.RelayedCall;
import io.tapedeck.capture.session.StreamKey;
import io.tapedeck.capture.spool.PacketRings;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Media ports on event loops. */
public final class UdpRelay implements MediaRelay, AutoCloseable {

    private final MediaSettings settings;
    private final CallEvents events;
    private final InstantSource clock;
    private final Semaphore plays;
    private final List<MediaInterface> interfaces;
    private final PortPool pool;
    private final RelayLoops loops;

    UdpRelay(MediaSettings settings, PacketRings rings, CallEvents events, InstantSource clock) throws IOException {
        this.settings = settings;
        this.events = events;
        this.clock = clock;
        this.plays = new Semaphore(settings.plays());
        this.interfaces = settings.all();
        this.pool = new PortPool(settings.range(), settings.portRest(), System::nanoTime);
        this.loops = new RelayLoops(settings, rings);
    }

    @Override
    public RelayedCall open(String callId) {
        return new RelayedMedia(callId, this, loops.forNewCall());
    }

    CallEvents events() {
        return events;
    }

    /** Any thread; does not wait. */
    void tell(Function<Instant, CallEvent> event) {
        events.happened(event.apply(clock.instant()));
    }

    /** What the relay did in all. */
    public long count(RelayCounters.Count count) {
        return loops.all().stream()
                .mapToLong(loop -> loop.counters().get(count))
                .sum();
    }

    /** For what is told to people; the loop itself counts in {@link System#nanoTime()}. */
    InstantSource clock() {
        return clock;
    }

    Semaphore plays() {
        return plays;
    }

    /** UDP payload of all packets that were believed. */
    public long receivedBytes() {
        return loops.all().stream()
                .mapToLong(loop -> loop.counters().receivedBytes())
                .sum();
    }

    public boolean isRunning() {
        return loops.all().stream().allMatch(RelayLoop::isRunning);
    }

    public int freePortPairs() {
        return pool.freePairs();
    }

    /** How often an offer found no port. */
    public long portRefusals() {
        return pool.refusals();
    }

    /** Binds RTP and RTCP; a port that another program holds is passed over. */
    List<MediaPort> openPair(RelayedMedia call, Side side, int mediaIndex, MediaPlace place)
            throws OutOfPortsException {
        MediaInterface where = MediaInterface.nearest(interfaces, place);
        for (int attempts = settings.range().pairs(); attempts > 0; attempts--) {
            int even = pool.take();
            List<MediaPort> opened = new ArrayList<>();
            try {
                opened.add(open(call, new StreamKey(side, mediaIndex, Component.RTP), where, even, null));
                LatchedPeer rtp = opened.getFirst().peer;
                opened.add(open(call, new StreamKey(side, mediaIndex, Component.RTCP), where, even + 1, rtp));
                return opened;
            } catch (IOException _) {
                opened.forEach(port -> port.socket.close());
                pool.putBack(even);
            }
        }
        throw new OutOfPortsException();
    }

    private MediaPort open(
            RelayedMedia call, StreamKey key, MediaInterface where, int port, @Nullable LatchedPeer beside)
            throws IOException {
        DatagramPort socket = call.loop().io().bind(new InetSocketAddress(where.local(), port));
        var opened = new MediaPort(
                key, socket, call, new LatchedPeer(settings.learningTime().toNanos(), beside));
        opened.localAddress = where.local().getAddress();
        return opened;
    }

    /** What parties have to send to. */
    MediaAddress seenAs(MediaPort port, MediaPlace place) {
        return new MediaAddress(MediaInterface.nearest(interfaces, place).advertised(), port.socket.localPort());
    }

    void release(List<MediaPort> ports) {
        for (MediaPort port : ports) {
            port.socket.close();
            if (port.isRtpPort()) {
                pool.giveBack(port.socket.localPort());
            }
        }
    }

    @Override
    public void close() {
        loops.close();
    }
}
