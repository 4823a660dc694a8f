package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgDatagram;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * ng over HTTP/1.1 (RFC 9112): {@code POST /ng} with a dictionary, with or without a cookie before it; {@code GET
 * /ping} for whoever watches. A browser's page must not control calls, so what names an {@code Origin} is refused.
 */
final class NgHttp implements ControlListener.Service {

    private static final String BENCODE = "application/x-rtpengine-ng";
    private static final String JSON = "application/json";
    private static final long LONGEST_ANSWER_SECONDS = 30;

    private final NgDispatcher dispatcher;
    private final StreamLimits limits;

    NgHttp(NgDispatcher dispatcher, StreamLimits limits) {
        this.dispatcher = dispatcher;
        this.limits = limits;
    }

    @Override
    public void serve(ControlConnection connection) throws IOException {
        var reader = new HttpReader(connection, limits);
        for (HttpRequest request = reader.next(); request != null; request = reader.next()) {
            Answer answer = answer(request, connection.host());
            connection.send(answer.bytes(request.keepsAlive() && !answer.isFault()));
            if (!request.keepsAlive() || answer.isFault()) {
                return;
            }
        }
    }

    private Answer answer(HttpRequest request, InetAddress host) {
        if (request.fault() != 0) {
            dispatcher.refuse();
            return Answer.text(request.fault(), "not understood");
        }
        if (request.method().equals("GET") && request.path().equals("/ping")) {
            return Answer.text(200, "pong");
        }
        if (!request.path().equals("/ng") && !request.path().equals("/ng-plain")) {
            return Answer.text(404, "POST /ng");
        }
        if (!request.method().equals("POST")) {
            return Answer.text(405, "POST /ng");
        }
        if (request.fromBrowser()) {
            dispatcher.refuse();
            return Answer.text(403, "not for pages of a browser");
        }
        return run(request.body(), host);
    }

    private Answer run(byte[] body, InetAddress host) {
        boolean bare = body.length > 0 && (body[0] == '{' || (body[0] == 'd' && !hasCookie(body)));
        var peer = new Peer(host, new CompletableFuture<>());
        if (bare) {
            dispatcher.take(body, peer);
        } else {
            NgDatagram datagram = NgDatagram.split(ByteBuffer.wrap(body)).orElse(null);
            if (datagram == null) {
                dispatcher.refuse();
                return Answer.text(400, "no dictionary");
            }
            dispatcher.take(datagram, peer);
        }
        return peer.await(isJson(body) ? JSON : BENCODE);
    }

    /** A bencoded dictionary goes on with a length or its end; a cookie may begin with the same letter. */
    private static boolean hasCookie(byte[] body) {
        return body.length < 2 || (body[1] != 'e' && (body[1] < '0' || body[1] > '9')) || !namesAKey(body);
    }

    private static boolean namesAKey(byte[] body) {
        for (int i = 1; i < Math.min(body.length, 8); i++) {
            if (body[i] == ':' || body[i] == 'e') {
                return true;
            }
            if (body[i] < '0' || body[i] > '9') {
                return false;
            }
        }
        return false;
    }

    private static boolean isJson(byte[] body) {
        if (body[0] == '{') {
            return true;
        }
        return NgDatagram.split(ByteBuffer.wrap(body)).map(NgDatagram::isJson).orElse(false);
    }

    /** Waits for the one reply. */
    private record Peer(InetAddress host, CompletableFuture<byte[]> reply) implements NgPeer {

        @Override
        public void send(byte[] bytes) {
            reply.complete(bytes);
        }

        @Override
        public boolean repeatsItself() {
            return false;
        }

        private Answer await(String contentType) {
            try {
                return new Answer(200, contentType, reply.get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS));
            } catch (TimeoutException | ExecutionException _) {
                return Answer.text(503, "no answer in time");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Answer.text(503, "stopping");
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // two answers are never compared
    private record Answer(int status, String contentType, byte[] body) {

        static Answer text(int status, String text) {
            return new Answer(status, "text/plain", (text + "\n").getBytes(StandardCharsets.US_ASCII));
        }

        /** What follows on the connection may not be what it seems. */
        boolean isFault() {
            return status >= 400 && status != 404;
        }

        byte[] bytes(boolean keepAlive) {
            byte[] head = ("HTTP/1.1 " + status + " " + (status == 200 ? "OK" : "Refused") + "\r\nContent-Type: "
                            + contentType + "\r\nContent-Length: " + body.length + "\r\nConnection: "
                            + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(head.length + body.length)
                    .put(head)
                    .put(body)
                    .array();
        }
    }
}
