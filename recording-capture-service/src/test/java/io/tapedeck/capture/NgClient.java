package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.ng.NgValue.NgList;
import io.tapedeck.protocol.ng.NgValue.NgString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A controller: sends ng requests over UDP and waits for the reply. */
public final class NgClient implements AutoCloseable {

    private static final AtomicInteger COOKIES = new AtomicInteger();
    private static final int REPEATED_AFTER_MILLIS = 1_000;
    private static final int ATTEMPTS = 30;

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private int patienceMillis = 20_000;

    public NgClient(InetSocketAddress server) {
        try {
            this.server = server;
            this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys and values in turn; a list of texts is a list. */
    public NgDictionary ask(String command, Object... pairs) {
        return ask(dictionary(command, pairs));
    }

    public NgDictionary ok(String command, Object... pairs) {
        NgDictionary reply = ask(command, pairs);
        assertThat(reply.text("result")).as("%s", reply).contains("ok");
        return reply;
    }

    /** As controllers do: the same cookie again until there is a reply to it. */
    public NgDictionary ask(NgDictionary request) {
        String cookie = "c" + COOKIES.incrementAndGet();
        byte[] datagram = new NgDatagram(cookie, Bencode.encode(request)).toBytes();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            send(datagram);
            for (Optional<byte[]> reply = receive(REPEATED_AFTER_MILLIS);
                    reply.isPresent();
                    reply = receive(REPEATED_AFTER_MILLIS)) {
                if (new String(reply.get(), StandardCharsets.ISO_8859_1).startsWith(cookie + " ")) {
                    return dictionaryIn(reply.get());
                }
            }
        }
        throw new AssertionError("no reply from " + server);
    }

    public static NgDictionary dictionaryIn(byte[] reply) {
        try {
            byte[] body = NgDatagram.split(ByteBuffer.wrap(reply)).orElseThrow().body();
            return (NgDictionary) Bencode.decode(ByteBuffer.wrap(body));
        } catch (io.tapedeck.protocol.ng.NgException e) {
            throw new AssertionError(e);
        }
    }

    public static NgDictionary dictionary(String command, Object... pairs) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("command", new NgString(command));
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put((String) pairs[i], valueOf(pairs[i + 1]));
        }
        return new NgDictionary(entries);
    }

    private static NgValue valueOf(Object value) {
        return switch (value) {
            case NgValue ng -> ng;
            case List<?> list -> new NgList(list.stream().map(NgClient::valueOf).toList());
            default -> new NgString(value.toString());
        };
    }

    /** Sends bytes as they are; empty when nothing comes back in time. */
    public Optional<byte[]> raw(byte[] request) {
        send(request);
        return receive();
    }

    public Optional<String> raw(String request) {
        return raw(request.getBytes(StandardCharsets.UTF_8)).map(b -> new String(b, StandardCharsets.UTF_8));
    }

    public void send(byte[] request) {
        try {
            socket.send(new DatagramPacket(request, request.length, server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<byte[]> receive() {
        return receive(patienceMillis);
    }

    private Optional<byte[]> receive(int millis) {
        try {
            socket.setSoTimeout(millis);
            var packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return Optional.of(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long {@link #raw} and {@link #receive} wait. */
    public NgClient patience(int millis) {
        patienceMillis = millis;
        return this;
    }

    /** The port of the first audio line in a reply. */
    public static int audioPort(NgDictionary reply) {
        return reply.text("sdp")
                .orElseThrow()
                .lines()
                .filter(line -> line.startsWith("m=audio "))
                .map(line -> Integer.parseInt(line.split(" ")[1]))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        socket.close();
    }
}
