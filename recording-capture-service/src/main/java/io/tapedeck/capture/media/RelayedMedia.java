package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Aim;
import io.tapedeck.capture.session.CallEvent.SourceRefused;
import io.tapedeck.capture.session.Cut;
import io.tapedeck.capture.session.LinePorts;
import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.MediaControls;
import io.tapedeck.capture.session.MediaPlace;
import io.tapedeck.capture.session.OutOfPortsException;
import io.tapedeck.capture.session.Protection;
import io.tapedeck.capture.session.RelayedCall;
import io.tapedeck.capture.session.StreamKey;
import io.tapedeck.capture.session.StreamStatistics;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Origin;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ports of one call. Its map of ports belongs to the loop thread. */
final class RelayedMedia implements RelayedCall {

    private static final VarHandle LAST_PACKET;

    static {
        try {
            LAST_PACKET = MethodHandles.lookup().findVarHandle(RelayedMedia.class, "lastPacketNanos", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Subscribers name no interface. */
    private static final MediaPlace ANYWHERE = new MediaPlace(null, false);

    private final String callId;
    private final UdpRelay relay;
    private final RelayLoop loop;
    private final Map<StreamKey, MediaPort> ports = new LinkedHashMap<>();
    private boolean isClosed;
    /** Where copies are sent from, by their number. */
    private final Map<Integer, List<MediaPort>> copies = new HashMap<>();

    private final AudioControls controls;

    @SuppressWarnings("unused") // by its handle: written per packet by the loop, read by others, no fence needed
    private long lastPacketNanos = NO_PACKET;

    RelayedMedia(String callId, UdpRelay relay, RelayLoop loop) {
        this.callId = callId;
        this.relay = relay;
        this.loop = loop;
        this.controls = new AudioControls(this, relay, loop);
        loop.callOpened();
    }

    RelayLoop loop() {
        return loop;
    }

    String callId() {
        return callId;
    }

    void packetArrived(long now) {
        LAST_PACKET.setOpaque(this, now);
    }

    void sourceRefused(Side side, MediaAddress source) {
        relay.tell(at -> new SourceRefused(callId, at, side, source));
    }

    @Override
    public long lastPacketNanos() {
        return (long) LAST_PACKET.getOpaque(this);
    }

    @Override
    public LinePorts addLine(int mediaIndex, MediaPlace towardsCaller, MediaPlace towardsCallee)
            throws OutOfPortsException {
        List<MediaPort> fromCaller = relay.openPair(this, Side.CALLER, mediaIndex, towardsCaller);
        List<MediaPort> fromCallee;
        try {
            fromCallee = relay.openPair(this, Side.CALLEE, mediaIndex, towardsCallee);
        } catch (OutOfPortsException e) {
            relay.release(fromCaller);
            throw e;
        }
        loop.ask(() -> {
            connect(fromCaller, fromCallee);
            connect(fromCallee, fromCaller);
            fromCaller.forEach(this::listen);
            fromCallee.forEach(this::listen);
            return true;
        });
        return new LinePorts(
                relay.seenAs(fromCaller.getFirst(), towardsCaller), relay.seenAs(fromCallee.getFirst(), towardsCallee));
    }

    @Override
    public void removeLine(int mediaIndex) {
        loop.ask(() -> {
            List<MediaPort> gone = ports.values().stream()
                    .filter(port -> port.key.mediaIndex() == mediaIndex)
                    .toList();
            gone.forEach(AudioControls::end);
            gone.forEach(port -> ports.remove(port.key));
            relay.release(gone);
            return true;
        });
    }

    @Override
    public void carry(int mediaIndex, boolean rtp) {
        loop.tellAhead(() -> ports.values().stream()
                .filter(port -> port.key.mediaIndex() == mediaIndex)
                .forEach(port -> port.carriesRtp = rtp));
    }

    @Override
    public void multiplex(int mediaIndex, Side side, boolean multiplexed) {
        loop.tellAhead(() -> {
            MediaPort port = ports.get(new StreamKey(side, mediaIndex, Component.RTP));
            if (port != null) {
                port.multiplexed = multiplexed;
            }
        });
    }

    @Override
    public void protect(int mediaIndex, Side sender, Protection protection) {
        List<KeyedReader> fresh = KeyedReader.of(protection); // ciphers cost time: made on the caller's thread
        loop.tellAhead(() -> {
            MediaPort rtp = port(sender, mediaIndex);
            if (rtp != null) {
                boolean wasPlain = rtp.encryption == null;
                Encryption encryption = Encryption.after(rtp.encryption, protection, fresh);
                portsOf(sender, mediaIndex).forEach(port -> port.encrypt(encryption));
                if (encryption == null && !wasPlain) {
                    controls.becamePlain(rtp);
                }
            }
        });
    }

    private static void connect(List<MediaPort> from, List<MediaPort> to) {
        for (MediaPort port : from) {
            port.rtpOut = to.getFirst();
            port.rtcpOut = to.getLast();
        }
    }

    private void listen(MediaPort port) {
        ports.put(port.key, port);
        loop.watch(port);
    }

    @Override
    public void aim(int mediaIndex, Side side, Aim aim) {
        // names are looked up here, on the caller's thread: the loop must not wait for DNS
        InetAddress from = aim.receivedFrom() == null ? null : resolve(aim.receivedFrom());
        InetAddress host = aim.rtp().isUnspecified() ? null : resolve(aim.rtp().host());
        loop.tellAhead(() -> {
            aim(new StreamKey(side, mediaIndex, Component.RTP), aim, aim.rtp(), host, from);
            aim(new StreamKey(side, mediaIndex, Component.RTCP), aim, aim.rtcp(), host, from);
            expectTheOther(side);
        });
    }

    private void aim(
            StreamKey key, Aim aim, MediaAddress wanted, @Nullable InetAddress host, @Nullable InetAddress from) {
        MediaPort port = ports.get(key);
        if (port != null) {
            port.multiplexed = aim.multiplexed();
            port.peer.follow(aim.traits());
            long now = System.nanoTime();
            boolean hold = wanted.isUnspecified();
            port.peer.aim(host == null || hold ? null : new InetSocketAddress(host, wanted.port()), from, hold, now);
        }
    }

    private void expectTheOther(Side side) {
        long now = System.nanoTime();
        for (MediaPort port : ports.values()) {
            if (port.key.side() != side) {
                port.peer.expect(now);
            }
        }
    }

    private static @Nullable InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException _) {
            return null; // the party is then learned from its packets
        }
    }

    @Override
    public void agree(List<MediaStream> streams) {
        Map<StreamKey, AgreedPayloads> agreed = new HashMap<>();
        for (MediaStream stream : streams) {
            agreed.put(
                    new StreamKey(stream.side(), stream.mediaIndex(), stream.component()), AgreedPayloads.of(stream));
        }
        loop.ask(() -> {
            ports.forEach((key, port) -> port.meter.rtp().agree(agreed.getOrDefault(key, AgreedPayloads.NONE)));
            return true;
        });
    }

    @Override
    public MediaAddress openCopy(int copy) throws OutOfPortsException {
        List<MediaPort> pair = relay.openPair(this, Side.CALLER, copy, ANYWHERE);
        loop.ask(() -> copies.put(copy, pair));
        return relay.seenAs(pair.getFirst(), ANYWHERE);
    }

    @Override
    public void copy(int copy, int mediaIndex, Side side, MediaAddress rtp, MediaAddress rtcp) {
        InetSocketAddress rtpTo = socketAddress(rtp);
        InetSocketAddress rtcpTo = socketAddress(rtcp);
        loop.ask(() -> {
            List<MediaPort> pair = copies.get(copy);
            endCopy(copy);
            if (pair != null) {
                var added = new MediaCopy(copy, pair.getFirst().socket, pair.getLast().socket, rtpTo, rtcpTo);
                portsOf(side, mediaIndex).forEach(port -> port.copies = with(port.copies, added));
            }
            return true;
        });
    }

    private static @Nullable InetSocketAddress socketAddress(MediaAddress address) {
        InetAddress host = address.isUnspecified() ? null : resolve(address.host());
        return host == null ? null : new InetSocketAddress(host, address.port());
    }

    private List<MediaPort> portsOf(Side side, int mediaIndex) {
        return ports.values().stream()
                .filter(port -> port.key.side() == side && port.key.mediaIndex() == mediaIndex)
                .toList();
    }

    private static MediaCopy[] with(MediaCopy[] copies, MediaCopy added) {
        MediaCopy[] all = Arrays.copyOf(copies, copies.length + 1);
        all[copies.length] = added;
        return all;
    }

    private void endCopy(int copy) {
        for (MediaPort port : ports.values()) {
            port.copies = Arrays.stream(port.copies)
                    .filter(one -> one.number() != copy)
                    .toArray(MediaCopy[]::new);
        }
    }

    @Override
    public void closeCopy(int copy) {
        loop.ask(() -> {
            endCopy(copy);
            List<MediaPort> pair = copies.remove(copy);
            if (pair != null) {
                relay.release(pair);
            }
            return true;
        });
    }

    @Override
    public long keep(Map<StreamKey, Integer> taps) {
        return loop.ask(() -> {
            for (MediaPort port : ports.values()) {
                StreamKey key = port.key;
                var rtcpKey = new StreamKey(key.side(), key.mediaIndex(), Component.RTCP);
                port.rtpTap = port.isRtpPort() ? taps.getOrDefault(key, MediaPort.NOT_KEPT) : MediaPort.NOT_KEPT;
                port.rtcpTap = taps.getOrDefault(rtcpKey, MediaPort.NOT_KEPT);
                var playedKey = new StreamKey(key.side(), key.mediaIndex(), Component.RTP, Origin.PLAYED);
                port.playedTap =
                        port.isRtpPort() ? taps.getOrDefault(playedKey, MediaPort.NOT_KEPT) : MediaPort.NOT_KEPT;
            }
            return System.nanoTime();
        });
    }

    @Override
    public Cut withhold() {
        return loop.ask(() -> {
            long last = Long.MIN_VALUE;
            long dropped = 0;
            for (MediaPort port : ports.values()) {
                port.rtpTap = MediaPort.NOT_KEPT;
                port.rtcpTap = MediaPort.NOT_KEPT;
                port.playedTap = MediaPort.NOT_KEPT;
                last = Math.max(last, port.lastKeptNanos);
                dropped += port.notKept;
                port.notKept = 0;
            }
            return new Cut(System.nanoTime(), last, loop.ring().position(), dropped);
        });
    }

    @Override
    public List<StreamStatistics> statistics() {
        return loop.ask(() -> {
            long now = System.nanoTime();
            return ports.values().stream().map(port -> port.statistics(now)).toList();
        });
    }

    @Override
    public MediaControls controls() {
        return controls;
    }

    /** Loop thread. */
    Collection<MediaPort> ports() {
        return ports.values();
    }

    /** Loop thread. */
    @Nullable
    MediaPort port(Side sender, int mediaIndex) {
        return ports.get(new StreamKey(sender, mediaIndex, Component.RTP));
    }

    @Override
    public void close() {
        loop.tell(() -> {
            if (!isClosed) {
                isClosed = true;
                loop.callClosed();
            }
            controls.close();
            relay.release(List.copyOf(ports.values()));
            ports.clear();
            copies.values().forEach(relay::release);
            copies.clear();
        });
    }
}
