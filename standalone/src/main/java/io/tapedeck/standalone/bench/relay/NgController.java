package io.tapedeck.standalone.bench.relay;

import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Steers a relay as a SIP proxy does: one request at a time over UDP, sent again until its reply comes. */
final class NgController implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    private static final int LARGEST_DATAGRAM = 65_535;

    private final InetSocketAddress relay;
    private final DatagramSocket socket;
    private final DatagramPacket arrival = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
    /** A relay stores its replies for half a minute: neither another benchmark nor another round of this one may get them. */
    private final String cookies = ProcessHandle.current().pid() + "_" + System.nanoTime() + "_";

    private long requests;

    NgController(InetSocketAddress relay) throws IOException {
        this.relay = relay;
        this.socket = new DatagramSocket();
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
    }

    /**
     * @throws IOException when the relay refuses, or says nothing
     */
    NgDictionary command(String command, Map<String, String> keys) throws IOException {
        var entries = new LinkedHashMap<String, NgValue>();
        entries.put("command", new NgString(command));
        keys.forEach((key, value) -> entries.put(key, new NgString(value)));
        NgDictionary reply = ask(new NgDictionary(entries));
        if (reply.text("result").filter("error"::equals).isPresent()) {
            throw new IOException(
                    command + " was refused: " + reply.text("error-reason").orElse("without a reason"));
        }
        return reply;
    }

    private NgDictionary ask(NgDictionary request) throws IOException {
        String cookie = cookies + ++requests;
        byte[] datagram = new NgDatagram(cookie, Bencode.encode(request)).toBytes();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            socket.send(new DatagramPacket(datagram, datagram.length, relay));
            Optional<NgDictionary> reply = replyTo(cookie);
            if (reply.isPresent()) {
                return reply.get();
            }
        }
        throw new IOException("nobody answers ng at " + relay);
    }

    private Optional<NgDictionary> replyTo(String cookie) throws IOException {
        try {
            while (true) {
                socket.receive(arrival);
                var datagram = NgDatagram.split(ByteBuffer.wrap(arrival.getData(), 0, arrival.getLength()));
                if (datagram.isPresent() && datagram.get().cookie().equals(cookie)) {
                    return Optional.of(dictionary(datagram.get()));
                }
            }
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        }
    }

    private static NgDictionary dictionary(NgDatagram reply) throws IOException {
        try {
            return (NgDictionary) Bencode.decode(ByteBuffer.wrap(reply.body()));
        } catch (NgException | ClassCastException e) {
            throw new IOException("the reply is not an ng dictionary", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
