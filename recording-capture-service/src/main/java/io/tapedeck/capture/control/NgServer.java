package io.tapedeck.capture.control;

import io.tapedeck.capture.control.CookieCache.Verdict;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.protocol.ng.Bencode;
import io.tapedeck.protocol.ng.NgDatagram;
import io.tapedeck.protocol.ng.NgException;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Takes ng requests from the socket and sends replies. One thread receives; commands run in the order of their call,
 * those of different calls side by side.
 */
public final class NgServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(NgServer.class.getName());
    private static final int LARGEST_DATAGRAM = 65_535;
    /** A burst of a thousand offers. */
    private static final int RECEIVE_BUFFER = 4 << 20;

    private final DatagramSocket socket;
    private final CaptureSessions sessions;
    private final NgCommands commands;
    private final CookieCache cookies;
    private final NgJson json;
    private final LongAdder requests = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread receiver;

    NgServer(InetSocketAddress address, CaptureSessions sessions, NgCommands commands, CookieCache cookies, NgJson json)
            throws IOException {
        this.socket = new DatagramSocket(address);
        socket.setReceiveBufferSize(RECEIVE_BUFFER); // as much of it as the system grants
        this.sessions = sessions;
        this.commands = commands;
        this.cookies = cookies;
        this.json = json;
        this.receiver = Thread.ofPlatform().name("capture-ng").daemon().start(this::receive);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public boolean isListening() {
        return !socket.isClosed() && receiver.isAlive();
    }

    public long requests() {
        return requests.sum();
    }

    /** Datagrams that were no request, or came when too many were waiting. */
    public long refused() {
        return refused.sum();
    }

    private void receive() {
        var packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST_DATAGRAM);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOfRange(packet.getData(), packet.getOffset(), packet.getLength());
                take(bytes, (InetSocketAddress) packet.getSocketAddress());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    refused.increment();
                }
            } catch (RuntimeException e) {
                refused.increment();
                LOG.log(Level.ERROR, "an ng datagram could not be handled", e);
            }
        }
    }

    private void take(byte[] bytes, InetSocketAddress from) {
        NgDatagram datagram = NgDatagram.split(ByteBuffer.wrap(bytes)).orElse(null);
        if (datagram == null) {
            refused.increment();
            return;
        }
        requests.increment();
        switch (cookies.ask(datagram.cookie(), from.getAddress(), from)) {
            case Verdict.Work(CookieCache.Key key) -> work(datagram, key);
            case Verdict.Repeat(ByteBuffer reply) -> send(bytesOf(reply), from);
            case Verdict.Patience() -> {
                // the reply goes to everybody who asked
            }
        }
    }

    private void work(NgDatagram datagram, CookieCache.Key key) {
        NgRequest request = decode(datagram);
        if (request == null) {
            reply(datagram, key, NgReplies.error("Invalid NG data format"));
            return;
        }
        String callId = request.text("call-id").orElse("");
        if (callId.isEmpty()) {
            reply(datagram, key, answer(request));
        } else if (!sessions.inOrder(callId, () -> reply(datagram, key, answer(request)))) {
            refused.increment();
            cookies.forget(key);
        }
    }

    private @Nullable NgRequest decode(NgDatagram datagram) {
        try {
            NgValue body =
                    datagram.isJson() ? json.decode(datagram.body()) : Bencode.decode(ByteBuffer.wrap(datagram.body()));
            return body instanceof NgDictionary dictionary ? NgRequest.of(dictionary) : null;
        } catch (NgException | JacksonException _) {
            refused.increment();
            return null;
        }
    }

    private NgDictionary answer(NgRequest request) {
        try {
            return commands.handle(request);
        } catch (NgRefusal refusal) {
            return NgReplies.error(String.valueOf(refusal.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "command " + request.command() + " of call "
                            + request.text("call-id").orElse("-") + " failed",
                    e);
            return NgReplies.error("Internal error");
        }
    }

    private void reply(NgDatagram request, CookieCache.Key key, NgDictionary reply) {
        byte[] body = request.isJson() ? json.encode(reply) : Bencode.encode(reply);
        byte[] bytes = new NgDatagram(request.cookie(), body).toBytes();
        for (SocketAddress asker : cookies.answer(key, ByteBuffer.wrap(bytes))) {
            send(bytes, asker);
        }
    }

    private static byte[] bytesOf(ByteBuffer reply) {
        byte[] bytes = new byte[reply.remaining()];
        reply.get(reply.position(), bytes); // absolute: several repetitions may read it
        return bytes;
    }

    private void send(byte[] bytes, SocketAddress to) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                LOG.log(Level.WARNING, "no ng reply to {0}: {1}", to, e.toString());
            }
        }
    }

    @Override
    public void close() {
        socket.close();
        try {
            receiver.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
