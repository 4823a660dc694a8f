package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.srtp.SrtpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A phone that encrypts what it sends with a key of its own (RFC 4568). */
final class SrtpPhone implements AutoCloseable {

    private final RtpPhone phone;
    /** In plain. */
    private final List<byte[]> said = new ArrayList<>();

    private String crypto;
    private SrtpWriter writer;

    /** @param crypto value of its {@code a=crypto} line */
    SrtpPhone(int ssrc, String crypto) {
        this.phone = new RtpPhone(ssrc);
        this.crypto = crypto;
        this.writer = new SrtpWriter(crypto);
    }

    /** Encrypts with another key from now on, and its next SDP says so. */
    void changeKey(String other) {
        crypto = other;
        writer = new SrtpWriter(other);
    }

    /** Another key is used, and nobody is told. */
    void useKey(String other) {
        writer = new SrtpWriter(other);
    }

    int port() {
        return phone.port();
    }

    String sdp(String... more) {
        return Sdp.of(audio(more));
    }

    /** The audio line with its key, RTCP on the same port. */
    String audio(String... more) {
        return line("audio", "RTP/SAVP 8 101", more) + "\r\na=rtpmap:101 telephone-event/8000";
    }

    String line(String type, String protocol, String... more) {
        String rest = more.length == 0 ? "" : "\r\n" + String.join("\r\n", more);
        return "m=" + type + " " + port() + " " + protocol + "\r\na=crypto:" + crypto + "\r\na=rtcp-mux" + rest;
    }

    /** @return the packet in plain, after the other has heard it as it was sent, bit for bit */
    byte[] speak(int port, SrtpPhone to) {
        return say(phone.packet(), port, to);
    }

    byte[] say(byte[] packet, int port, SrtpPhone to) {
        byte[] secured = writer.rtp(packet);
        assertThat(secured).isNotEqualTo(packet);
        phone.send(secured, port);
        assertThat(to.hears()).contains(secured);
        said.add(packet);
        return packet;
    }

    byte[] report(byte[] report, int port, SrtpPhone to) {
        byte[] secured = writer.rtcp(report);
        phone.send(secured, port);
        assertThat(to.hears()).contains(secured);
        return report;
    }

    /** The next packet, not encrypted. */
    byte[] plain() {
        return phone.packet();
    }

    /** On its way, and nobody waits for it. @return as it was sent */
    byte[] whisper(int port) {
        return phone.send(writer.rtp(phone.packet()), port);
    }

    /** @return as it would be sent */
    byte[] secured(byte[] packet) {
        return writer.rtp(packet);
    }

    byte[] key(int event, boolean end, int ticks, int timestamp) {
        return phone.key(event, end, ticks, timestamp);
    }

    void sendRaw(byte[] datagram, int port) {
        phone.send(datagram, port);
    }

    Optional<byte[]> hears() {
        return phone.receive();
    }

    Optional<byte[]> hears(int millis) {
        return phone.receive(millis);
    }

    /** So many packets are lost on the way. */
    void skip(int packets) {
        for (int i = 0; i < packets; i++) {
            phone.skip();
        }
    }

    List<byte[]> said() {
        return List.copyOf(said);
    }

    @Override
    public void close() {
        phone.close();
    }
}
