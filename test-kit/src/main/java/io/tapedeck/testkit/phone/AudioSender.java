package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.rtp.RtcpCompound;
import io.tapedeck.protocol.rtp.RtcpPacket;
import io.tapedeck.protocol.rtp.RtpPackets;
import io.tapedeck.testkit.audio.AudioSource;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outgoing half of a call's sound, on the media loop. Packet n is due n times 20 ms after the first, so that the
 * sender never drifts; a late thread sends what it has missed at once, and leaves it out when it is later than a second.
 */
final class AudioSender {

    private static final Logger LOG = LoggerFactory.getLogger(AudioSender.class);
    private static final int SAMPLES = 160;
    private static final long INTERVAL_NANOS = 20_000_000;
    private static final long HOPELESSLY_LATE_NANOS = 1_000_000_000;
    private static final int PACKETS_PER_REPORT = 250; // every five seconds
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L; // 1900 to 1970

    private final PortPair ports;
    private final InstantSource clock;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final int firstTimestamp = ThreadLocalRandom.current().nextInt();
    private final short[] pcm = new short[SAMPLES];
    private final ByteBuffer payload = ByteBuffer.allocate(SAMPLES);
    private final ByteBuffer out = ByteBuffer.allocate(512);
    private final KeyPresses keys = new KeyPresses();
    private final AtomicLong packets = new AtomicLong();
    private @Nullable InetSocketAddress target;
    private @Nullable SrtpWriter encryption;
    private Codec codec = Codec.PCMA;
    private int eventPayloadType = CallSdp.NO_EVENTS;
    private AudioSource source = AudioSource.silence();
    private boolean sends;
    private boolean marker = true;
    private int sequenceNumber = ThreadLocalRandom.current().nextInt(1 << 15);
    private long firstDueNanos;
    private long interval; // how many 20 ms have passed

    AudioSender(PortPair ports, InstantSource clock) {
        this.ports = ports;
        this.clock = clock;
    }

    /** Before the media loop knows of it: all that is sent is encrypted. */
    void encrypt(SrtpWriter writer) {
        encryption = writer;
    }

    void play(AudioSource newSource) {
        source = newSource;
    }

    void press(String digits) {
        keys.press(digits);
    }

    void target(InetSocketAddress newTarget, Codec newCodec, int newEventPayloadType, boolean sendsNow) {
        target = newTarget;
        codec = newCodec;
        eventPayloadType = newEventPayloadType;
        marker |= sendsNow && !sends;
        sends = sendsNow;
    }

    void begin(long nanos) {
        firstDueNanos = nanos;
    }

    /** @return when the next one is due */
    long sendNext() {
        long due = firstDueNanos + interval * INTERVAL_NANOS;
        long late = System.nanoTime() - due;
        if (late > HOPELESSLY_LATE_NANOS) {
            interval += late / INTERVAL_NANOS;
        }
        if (sends) {
            sendInterval((int) (firstTimestamp + interval * SAMPLES));
        }
        interval++;
        return firstDueNanos + interval * INTERVAL_NANOS;
    }

    private void sendInterval(int timestamp) {
        if (keys.busy() && eventPayloadType >= 0) {
            KeyPresses.Press press = keys.next(timestamp, SAMPLES);
            if (press != null) {
                payload.clear();
                press.event().write(payload);
                send(eventPayloadType, press.first(), press.timestamp());
            }
            return;
        }
        source.read(interval * SAMPLES, pcm);
        payload.clear();
        codec.encode(pcm, payload);
        send(codec.payloadType(), marker, timestamp);
        marker = false;
        if (interval % PACKETS_PER_REPORT == PACKETS_PER_REPORT - 1) {
            sendReport(timestamp);
        }
    }

    private void send(int payloadType, boolean marked, int timestamp) {
        out.clear();
        RtpPackets.write(out, payloadType, marked, sequenceNumber, timestamp, ssrc, payload.flip());
        sequenceNumber = (sequenceNumber + 1) & 0xFFFF;
        if (target != null) {
            out.flip();
            send(ports.rtp(), encryption == null ? out : ByteBuffer.wrap(encryption.rtp(sent())), target);
            packets.incrementAndGet();
        }
    }

    /** A sender report (RFC 3550, 6.4.1), so that a recorder may learn how our clocks belong together. */
    private void sendReport(int timestamp) {
        if (target == null) {
            return;
        }
        Instant now = clock.instant();
        long fraction = ((long) now.getNano() << 32) / 1_000_000_000L;
        long ntp = ((now.getEpochSecond() + NTP_EPOCH_SECONDS) << 32) | fraction;
        long sent = packets.get();
        out.clear();
        RtcpCompound.write(out, new RtcpPacket.SenderReport(ssrc, ntp, timestamp, sent, sent * SAMPLES, List.of()));
        RtcpCompound.write(out, new RtcpPacket.SourceDescription(List.of(new RtcpPacket.CanonicalName(ssrc, "phone"))));
        out.flip();
        ByteBuffer report = encryption == null ? out : ByteBuffer.wrap(encryption.rtcp(sent()));
        send(ports.rtcp(), report, new InetSocketAddress(target.getAddress(), target.getPort() + 1));
    }

    /** What has been written to be sent. */
    private byte[] sent() {
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return bytes;
    }

    private void send(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) {
        try {
            channel.send(packet, to);
        } catch (IOException e) {
            LOG.debug("not sent to {}: {}", to, e.toString()); // lost, as on any network
        }
    }

    long packets() {
        return packets.get();
    }
}
