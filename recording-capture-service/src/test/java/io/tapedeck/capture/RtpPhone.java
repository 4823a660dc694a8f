package io.tapedeck.capture;

import io.tapedeck.protocol.rtp.RtpPackets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A party's media: a UDP socket that sends numbered RTP packets and listens. */
public final class RtpPhone implements AutoCloseable {

    public static final int PACKET_BYTES = 172;

    /** Of a loaded machine; a packet usually takes no millisecond. */
    private static final int PATIENCE_MILLIS = 20_000;

    private final DatagramSocket socket;
    private final int ssrc;
    private final List<byte[]> sent = new ArrayList<>();
    private int sequence = 100;

    public RtpPhone(int ssrc) {
        this.ssrc = ssrc;
        try {
            this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.setReceiveBufferSize(1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** G.711 A-law and µ-law, sent and received. */
    public String sdp() {
        return sdp("sendrecv", "8 0 101");
    }

    public String sdp(String direction, String formats) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 127.0.0.1",
                "s=-",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=audio " + port() + " RTP/AVP " + formats,
                "a=rtpmap:8 PCMA/8000",
                "a=rtpmap:0 PCMU/8000",
                "a=rtpmap:101 telephone-event/8000",
                "a=ptime:20",
                "a=" + direction,
                "");
    }

    public byte[] packet() {
        byte[] payload = new byte[PACKET_BYTES - RtpPackets.HEADER_LENGTH];
        Arrays.fill(payload, (byte) sequence);
        ByteBuffer out = ByteBuffer.allocate(PACKET_BYTES);
        RtpPackets.write(out, 8, false, sequence & 0xFFFF, 160 * sequence, ssrc, ByteBuffer.wrap(payload));
        sequence++;
        return out.array();
    }

    /** A telephone event (RFC 4733, 2.3); the packets of one press bear the time of its beginning. */
    public byte[] key(int event, boolean end, int ticks, int timestamp) {
        ByteBuffer payload = ByteBuffer.allocate(4);
        payload.put((byte) event).put((byte) (end ? 0x80 | 10 : 10)).putShort((short) ticks);
        ByteBuffer out = ByteBuffer.allocate(RtpPackets.HEADER_LENGTH + payload.capacity());
        RtpPackets.write(out, 101, false, sequence & 0xFFFF, timestamp, ssrc, payload.flip());
        sequence++;
        return out.array();
    }

    /** The packet is lost on the way. */
    public void skip() {
        sequence++;
    }

    public byte[] send(int port) {
        return send(packet(), port);
    }

    public byte[] send(byte[] packet, int port) {
        try {
            socket.send(new DatagramPacket(
                    packet, packet.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            sent.add(packet);
            return packet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<byte[]> sent() {
        return List.copyOf(sent);
    }

    /** Empty when nothing comes in time. */
    public Optional<byte[]> receive() {
        return receive(PATIENCE_MILLIS);
    }

    public Optional<byte[]> receive(int millis) {
        try {
            socket.setSoTimeout(millis);
            var packet = new DatagramPacket(new byte[16_384], 16_384);
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
