package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The sound of one call: sends every 20 ms, receives, and keeps what it heard. Created and asked by any thread; what
 * happens happens on the media loop.
 */
final class AudioSession {

    private static final int EVENT_PAYLOAD_TYPE = 101;

    private final EventLoop loop;
    private final List<Codec> codecs;
    private final boolean keyEvents;
    private final int videoPort;
    /** What we encrypt with, but for the tag of its line; empty without SRTP. */
    private final String suiteAndKey;

    private final PortPair ports;
    private final AudioReceiver receiver;
    private final AudioSender sender;
    private final long descriptionId = System.nanoTime() & Long.MAX_VALUE;
    private volatile AudioSource playing = AudioSource.silence();
    private int descriptionVersion; // SIP loop
    private boolean ticking; // media loop, like all below
    private boolean closed;

    AudioSession(
            EventLoop loop,
            InetAddress host,
            List<Codec> codecs,
            boolean keyEvents,
            boolean encrypts,
            int videoPort,
            Duration longestHeard,
            InstantSource clock) {
        this.loop = loop;
        this.codecs = codecs;
        this.keyEvents = keyEvents;
        this.videoPort = videoPort;
        String crypto = SrtpWriter.crypto(
                1, SrtpWriter.SUITE, ThreadLocalRandom.current().nextLong());
        this.suiteAndKey = encrypts ? crypto.substring(crypto.indexOf(' ')) : "";
        this.ports = PortPair.open(host);
        this.receiver = new AudioReceiver(ports, new HeardAudio(longestHeard));
        this.sender = new AudioSender(ports, clock);
        if (encrypts) {
            sender.encrypt(new SrtpWriter(crypto));
        }
        loop.execute(() -> {
            loop.register(ports.rtp(), SelectionKey.OP_READ, receiver::readRtp);
            loop.register(ports.rtcp(), SelectionKey.OP_READ, receiver::readRtcp);
        });
    }

    String offer(Direction direction) {
        return format(codecs, events(EVENT_PAYLOAD_TYPE), direction, crypto("1"), List.of(), List.of());
    }

    /** @throws SipSyntaxException when the offer has neither our codec nor G.711 */
    String answer(CallSdp offer, Direction direction) throws SipSyntaxException {
        int events = events(offer.eventPayloadType());
        String tag = offer.crypto().split(" ", 2)[0];
        return format(
                List.of(codecFor(offer)), events, direction, crypto(tag), offer.mediaBefore(), offer.otherMedia());
    }

    /** An answer takes the offered line by its tag (RFC 4568, 5.1.2). */
    private String crypto(String tag) {
        return suiteAndKey.isEmpty() ? "" : tag + suiteAndKey;
    }

    private int events(int payloadType) {
        return keyEvents ? payloadType : CallSdp.NO_EVENTS;
    }

    private String format(
            List<Codec> codecs,
            int events,
            Direction direction,
            String crypto,
            List<String> before,
            List<String> after) {
        var description = new CallSdp(
                ports.local().getAddress().getHostAddress(),
                ports.local().getPort(),
                codecs.stream().map(Codec::payloadType).toList(),
                events,
                direction,
                crypto,
                before,
                after,
                videoPort);
        return CallSdp.format(descriptionId, ++descriptionVersion, description);
    }

    private Codec codecFor(CallSdp description) throws SipSyntaxException {
        Codec preferred = codecs.getFirst();
        if (codecs.size() == 1 && description.payloadTypes().contains(preferred.payloadType())) {
            return preferred;
        }
        return description.payloadTypes().stream()
                .flatMap(type -> Codec.ofPayloadType(type).stream())
                .filter(codec -> !codec.isKeptEncoded())
                .findFirst()
                .orElseThrow(() -> new SipSyntaxException("no codec in common: " + description.payloadTypes()));
    }

    /** Sends to where the peer's description says, as both directions allow; the clock of the sound begins to run. */
    void connect(CallSdp peer, Direction ours) throws SipSyntaxException {
        Codec codec = codecFor(peer);
        var target = new InetSocketAddress(peer.address(), peer.port());
        boolean sends = ours.sends() && peer.direction().receives() && peer.port() != 0 && !isHeld(peer);
        long now = System.nanoTime();
        loop.execute(() -> {
            receiver.start(now, peer.eventPayloadType());
            if (!suiteAndKey.isEmpty()) {
                receiver.decrypt(peer.crypto());
            }
            sender.target(target, codec, peer.eventPayloadType(), sends);
            if (!ticking && !closed) {
                ticking = true;
                sender.begin(now);
                tick();
            }
        });
    }

    /** The old way to hold (RFC 3264, 8.4). */
    private static boolean isHeld(CallSdp peer) {
        return peer.address().equals("0.0.0.0");
    }

    private void tick() {
        if (!closed) {
            loop.at(sender.sendNext(), this::tick);
        }
    }

    void play(AudioSource source) {
        playing = source;
        loop.execute(() -> sender.play(source));
    }

    /** What is being played. */
    AudioSource playing() {
        return playing;
    }

    void press(String keys) {
        loop.execute(() -> sender.press(keys));
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            ports.close();
        });
    }

    AudioReceiver receiver() {
        return receiver;
    }

    AudioSender sender() {
        return sender;
    }
}
