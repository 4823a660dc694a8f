package io.tapedeck.proxy.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A phone on a UDP socket that says what the test tells it and keeps what it hears. It never answers by itself, so that the
 * proxy says again what a slow test leaves unanswered. A request of the same transaction, by branch and CSeq (RFC 3261,
 * 17.2.3), is heard once, and has to be the same to the last octet: anything else fails the test when the phone is closed.
 */
final class TextPhone implements AutoCloseable {

    static final String SDP = """
            v=0\r
            o=- 1 1 IN IP4 127.0.0.1\r
            s=-\r
            c=IN IP4 127.0.0.1\r
            t=0 0\r
            m=audio 4000 RTP/AVP 8\r
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration REPETITION = Duration.ofMillis(500);

    private final String name;
    private final DatagramSocket socket;
    private final InetSocketAddress proxy;
    private final BlockingQueue<Message> heard = new LinkedBlockingQueue<>();

    /** By the reading thread. */
    private final Map<String, String> once = new HashMap<>();

    private final AtomicInteger repetitions = new AtomicInteger();

    /** Requests that are neither new nor repetitions. */
    private final Queue<String> impostors = new ConcurrentLinkedQueue<>();

    /** Repetitions after which no other is expected. */
    private volatile int mostRepetitions = Integer.MAX_VALUE;

    private final Thread reader;

    TextPhone(String name, int proxyPort) throws IOException {
        this.name = name;
        socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        proxy = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxyPort);
        reader = Thread.ofVirtual().name("phone-" + name).start(this::read);
    }

    int port() {
        return socket.getLocalPort();
    }

    String uri() {
        return "sip:" + name + "@127.0.0.1:" + port();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port());
    }

    private void read() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            var packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                hear(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void hear(String text) {
        var message = new Message(text);
        String before = mayComeAgain(text) ? null : once.putIfAbsent(identity(message), text);
        if (before == null) {
            heard.add(message);
        } else if (before.equals(text)) {
            repetitions.incrementAndGet();
        } else {
            impostors.add(before + "\n-- and then --\n" + text);
        }
    }

    /** What a repetition of a request has in common with it; of a response everything. */
    private static String identity(Message message) {
        return message.method().isEmpty()
                ? message.text()
                : message.header("Via") + " " + message.header("CSeq"); // the branch, and who sent it, are in the Via
    }

    /** From here on the test answers everything at once, or nothing is to come: whatever is said again fails it. */
    void expectNoRepetitions() {
        mostRepetitions = repetitions.get();
    }

    /** What it hears as it comes; null when there is nothing. */
    @Nullable
    Message poll() {
        return heard.poll();
    }

    /** What a stateful proxy passes on as often as it comes: all else that is the same is its own repetition. */
    private static boolean mayComeAgain(String text) {
        return text.startsWith("ACK ") || text.startsWith("SIP/2.0 1") || text.startsWith("SIP/2.0 2");
    }

    void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) {
        sendTo(proxy, bytes);
    }

    void sendTo(InetSocketAddress peer, byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, peer));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message of that kind; others before it are skipped. */
    Message expect(String what, Predicate<Message> wanted) {
        return await(what, wanted, PATIENCE);
    }

    Message await(String what, Predicate<Message> wanted, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        var skipped = new StringBuilder();
        try {
            while (true) {
                Message next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return fail(name + " waited for " + what + " in vain; it heard:\n" + skipped);
                }
                if (wanted.test(next)) {
                    return next;
                }
                skipped.append(next).append("\n--\n");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks until it is answered, as phones do (RFC 3261, 17.1.2.2): a flood makes sockets lose datagrams. */
    Message ask(String request, Predicate<Message> answer) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() - deadline < 0) {
                send(request);
                for (Message next = next(REPETITION); next != null; next = next(REPETITION)) {
                    if (answer.test(next)) {
                        return next;
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return fail(name + " asked in vain:\n" + request);
    }

    private @Nullable Message next(Duration within) throws InterruptedException {
        return heard.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    Message expectStatus(int status) {
        return expect("status " + status, message -> message.status() == status);
    }

    Message expectRequest(String method) {
        return expect(method, message -> message.method().equals(method));
    }

    /** Nothing of that kind comes for a while. */
    boolean hearsNo(Predicate<Message> unwanted, Duration during) throws InterruptedException {
        long deadline = System.nanoTime() + during.toNanos();
        Message next = heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        while (next != null) {
            if (unwanted.test(next)) {
                return false;
            }
            next = heard.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        return true;
    }

    /** A request outside of a dialog. */
    String request(String method, String uri, String callId, String body, String... headers) {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=" + branch() + "\r\n"
                + (more.contains("Max-Forwards:") ? "" : "Max-Forwards: 70\r\n")
                + "From: \"" + name + "\" <sip:" + name + "@example.com>;tag=from-" + name + "\r\n"
                + "To: <" + uri + ">\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 " + method + "\r\n"
                + "Contact: <" + uri() + ">\r\n"
                + more
                + content(body);
    }

    String invite(String uri, String callId, String... headers) {
        return request("INVITE", uri, callId, SDP, headers);
    }

    static String cancelOf(String invite) {
        String head = invite.substring(0, invite.indexOf("\r\n\r\n"));
        var lines = List.of(head.split("\r\n"));
        var kept = lines.stream()
                .skip(1)
                .filter(line -> line.startsWith("Via")
                        || line.startsWith("From")
                        || line.startsWith("To:")
                        || line.startsWith("Call-ID")
                        || line.startsWith("Max"))
                .toList();
        return lines.getFirst().replace("INVITE", "CANCEL") + "\r\n" + String.join("\r\n", kept)
                + "\r\nCSeq: 1 CANCEL\r\nContent-Length: 0\r\n\r\n";
    }

    /** A response of this phone to a request that it got. */
    String response(Message request, int status, String reason, String body, String... headers) {
        var out = new StringBuilder("SIP/2.0 " + status + " " + reason + "\r\n");
        request.headers("Via").forEach(via -> out.append("Via: ").append(via).append("\r\n"));
        request.headers("Record-Route")
                .forEach(value -> out.append("Record-Route: ").append(value).append("\r\n"));
        out.append("From: ").append(request.header("From")).append("\r\n");
        String tag = request.toTag().isEmpty() && status > 100 ? ";tag=to-" + name : "";
        out.append("To: ").append(request.header("To")).append(tag).append("\r\n");
        out.append("Call-ID: ").append(request.header("Call-ID")).append("\r\n");
        out.append("CSeq: ").append(request.header("CSeq")).append("\r\n");
        out.append("Contact: <").append(uri()).append(">\r\n");
        for (String header : headers) {
            out.append(header).append("\r\n");
        }
        return out.append(content(body)).toString();
    }

    /** A request of the caller in the dialog that the 2xx made. */
    String inDialog(Message answer, String method, int sequence, String body) {
        return dialog(
                method,
                answer.contactUri(),
                answer.headers("Record-Route").reversed(),
                answer.header("From"),
                answer.header("To"),
                answer.header("Call-ID"),
                sequence,
                body);
    }

    /** A request of the callee in the dialog that its 2xx to this INVITE made. */
    String calleeInDialog(Message invite, String method, int sequence, String body) {
        return dialog(
                method,
                invite.contactUri(),
                invite.headers("Record-Route"),
                invite.header("To") + ";tag=to-" + name,
                invite.header("From"),
                invite.header("Call-ID"),
                sequence,
                body);
    }

    private String dialog(
            String method,
            String target,
            List<String> routes,
            String from,
            String to,
            String callId,
            int sequence,
            String body) {
        var out = new StringBuilder(method + " " + target + " SIP/2.0\r\n");
        out.append("Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=" + branch() + "\r\n");
        out.append("Max-Forwards: 70\r\n");
        routes.forEach(route -> out.append("Route: ").append(route).append("\r\n"));
        out.append("From: ").append(from).append("\r\nTo: ").append(to).append("\r\n");
        out.append("Call-ID: ")
                .append(callId)
                .append("\r\nCSeq: ")
                .append(sequence)
                .append(" ")
                .append(method);
        return out.append("\r\nContact: <")
                .append(uri())
                .append(">\r\n")
                .append(content(body))
                .toString();
    }

    private static String content(String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\r\n";
        return type + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private static String branch() {
        return "z9hG4bK" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    @Override
    public void close() {
        socket.close();
        try {
            reader.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(impostors).as("other requests in a transaction of " + name).isEmpty();
        assertThat(repetitions.get()).as("repetitions to " + name).isLessThanOrEqualTo(mostRepetitions);
    }
}
