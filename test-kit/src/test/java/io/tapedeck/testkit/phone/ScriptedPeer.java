package io.tapedeck.testkit.phone;

import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Another SIP implementation as a function: what it answers to each message, over UDP. */
final class ScriptedPeer implements AutoCloseable {

    private final DatagramSocket socket;
    private final Function<SipMessage, List<SipMessage>> script;
    private final List<SipMessage> received = new CopyOnWriteArrayList<>();
    private final Thread thread;

    ScriptedPeer(Function<SipMessage, List<SipMessage>> script) throws IOException {
        this.script = script;
        socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        thread = Thread.ofVirtual().name("scripted-peer").start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** The requests of that method, each once, however often a slow answer has had it repeated. */
    List<SipMessage> received(String method) {
        Set<String> branches = new HashSet<>();
        return repeated(method).stream()
                .filter(message -> branches.add(message.branch()))
                .toList();
    }

    /** The requests of that method, and those that were sent again. */
    List<SipMessage> repeated(String method) {
        return received.stream()
                .filter(message -> message.isRequest() && message.method().equals(method))
                .toList();
    }

    SipMessage await(String method, int index) {
        return Eventually.value(
                () -> received(method).size() > index ? received(method).get(index) : null, Duration.ofSeconds(20));
    }

    void send(InetSocketAddress to, SipMessage message) throws IOException {
        byte[] bytes = message.toBytes();
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    /** All statuses that came for our requests of that method, repeated ones too. */
    List<Integer> statuses(String method) {
        return received.stream()
                .filter(message -> !message.isRequest() && message.method().equals(method))
                .map(SipMessage::status)
                .toList();
    }

    /** The last response to a request of ours of that method. */
    SipMessage response(String method) {
        return received.stream()
                .filter(message -> !message.isRequest() && message.method().equals(method))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** The final status that came for a request of ours. */
    int awaitStatus(String method) {
        return Eventually.value(
                () -> received.stream()
                        .filter(message ->
                                message.status() >= 200 && message.method().equals(method))
                        .map(SipMessage::status)
                        .findFirst()
                        .orElse(null),
                Duration.ofSeconds(20));
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                packet.setLength(65_536);
                socket.receive(packet);
                SipMessage message = SipParser.datagram(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                received.add(message);
                List<SipMessage> replies = message.isRequest() ? script.apply(message) : List.of();
                for (SipMessage reply : replies) {
                    byte[] bytes = reply.toBytes();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // the test is over
        } catch (SipSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
