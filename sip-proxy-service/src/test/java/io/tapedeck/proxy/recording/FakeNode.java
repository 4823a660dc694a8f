package io.tapedeck.proxy.recording;

import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A capture node as far as ng goes: answers what it is told to and remembers what it was asked. */
public final class FakeNode implements AutoCloseable {

    /** One datagram as it came. */
    public record Request(String cookie, NgDictionary body) {

        public String command() {
            return body.text("command").orElse("");
        }
    }

    private final DatagramSocket socket;
    private final String name;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final List<Request> all = new CopyOnWriteArrayList<>();

    /** Of the commands that were answered, which are sent again when the answer comes late. By the serving thread. */
    private final Set<String> answered = new HashSet<>();

    private volatile Function<Request, @Nullable NgDictionary> behaviour = FakeNode::obliging;
    private volatile int lost;

    public FakeNode() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        name = "127.0.0.1:" + socket.getLocalPort();
        Thread.ofVirtual().name("fake-node").start(this::serve);
    }

    public String name() {
        return name;
    }

    /**
     * @param behaviour null for no answer; pings come here too
     */
    public void behaves(Function<Request, @Nullable NgDictionary> behaviour) {
        this.behaviour = behaviour;
    }

    /** So many datagrams other than pings are lost on the way from now on. */
    public void loses(int datagrams) {
        lost = datagrams;
    }

    /** The next request that is no ping; one whose answer was only late is the same one. */
    public Request next() throws InterruptedException {
        Request request = requests.poll(30, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request within 30 s");
        }
        return request;
    }

    /** All requests so far that were no pings. */
    public List<Request> seen() {
        return List.copyOf(all);
    }

    /** Answers as a node would that relays without changing anything. */
    public static NgDictionary obliging(Request request) {
        return switch (request.command()) {
            case "ping" -> result("pong");
            case "offer", "answer" ->
                result("ok").with("sdp", request.body().text("sdp").orElse(""));
            default -> result("ok");
        };
    }

    public static NgDictionary result(String result) {
        return NgDictionary.empty().with("result", result);
    }

    public static NgDictionary error(String reason) {
        return result("error").with("error-reason", reason);
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        while (!socket.isClosed()) {
            try {
                packet.setLength(65_535);
                socket.receive(packet);
                answer(packet);
            } catch (IOException | NgException _) {
                // closed, or nothing to answer
            }
        }
    }

    private void answer(DatagramPacket packet) throws IOException, NgException {
        var datagram = NgDatagram.split(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()))
                .orElseThrow();
        var request = new Request(datagram.cookie(), (NgDictionary) Bencode.decode(ByteBuffer.wrap(datagram.body())));
        if (!request.command().equals("ping")) {
            all.add(request);
            if (!answered.contains(request.cookie())) {
                requests.add(request);
            }
            if (lost > 0) {
                lost--;
                return;
            }
        }
        NgDictionary reply = behaviour.apply(request);
        if (reply != null) {
            answered.add(request.cookie());
            byte[] bytes = new NgDatagram(request.cookie(), Bencode.encode(reply)).toBytes();
            socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
