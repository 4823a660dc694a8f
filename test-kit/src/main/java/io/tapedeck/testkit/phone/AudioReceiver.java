package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.rtp.RtpPacketView;
import io.tapedeck.protocol.rtp.TelephoneEvent;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The incoming half of a call's sound, on the media loop; its counters and what was heard are for every thread. */
final class AudioReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(AudioReceiver.class);

    private final PortPair ports;
    private final HeardAudio heard;
    private final ByteBuffer buffer = ByteBuffer.allocate(2_048);
    private final RtpPacketView packet = new RtpPacketView();
    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong reports = new AtomicLong();
    private final Queue<Character> keys = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> encoded = new ConcurrentLinkedQueue<>();
    /** Null while nothing is encrypted. */
    private @Nullable SrtpReader decryption;

    private String peerCrypto = "";
    private int eventPayloadType = CallSdp.NO_EVENTS;
    private int lastEventTimestamp;

    AudioReceiver(PortPair ports, HeardAudio heard) {
        this.ports = ports;
        this.heard = heard;
    }

    void start(long nanos, int eventType) {
        heard.start(nanos);
        eventPayloadType = eventType;
    }

    /** @param crypto of the peer; the one that was there before goes on */
    void decrypt(String crypto) {
        if (!crypto.equals(peerCrypto)) {
            peerCrypto = crypto;
            decryption = SdesKey.parse(crypto).stream()
                    .findFirst()
                    .map(SrtpReader::new)
                    .orElse(null);
        }
    }

    void readRtp() {
        while (receive(ports.rtp())) {
            if ((decryption == null || decryption.open(buffer)) && packet.wrap(buffer)) {
                packets.incrementAndGet();
                accept(System.nanoTime());
            }
        }
    }

    void readRtcp() {
        while (receive(ports.rtcp())) {
            reports.incrementAndGet();
        }
    }

    private boolean receive(DatagramChannel channel) {
        try {
            buffer.clear();
            boolean received = channel.isOpen() && channel.receive(buffer) != null;
            buffer.flip();
            return received;
        } catch (IOException e) {
            LOG.debug("not received: {}", e.toString());
            return false;
        }
    }

    private void accept(long arrivalNanos) {
        if (packet.payloadType() == eventPayloadType) {
            TelephoneEvent.parse(packet.payload()).ifPresent(this::keyPressed);
            return;
        }
        Codec.ofPayloadType(packet.payloadType()).ifPresent(codec -> {
            byte[] payload = new byte[packet.payloadLength()];
            packet.copyPayload(payload, 0);
            if (codec.isKeptEncoded()) {
                encoded.add(payload);
            }
            heard.place(packet.ssrc(), packet.timestamp(), arrivalNanos, codec.decode(payload));
        });
    }

    /** All packets of one press have the same timestamp. */
    private void keyPressed(TelephoneEvent event) {
        if (keys.isEmpty() || packet.timestamp() != lastEventTimestamp) {
            keys.add(event.digit());
            lastEventTimestamp = packet.timestamp();
        }
    }

    HeardAudio heard() {
        return heard;
    }

    List<byte[]> encoded() {
        return List.copyOf(encoded);
    }

    String keys() {
        return keys.stream().map(String::valueOf).collect(Collectors.joining());
    }

    long packets() {
        return packets.get();
    }

    long reports() {
        return reports.get();
    }
}
