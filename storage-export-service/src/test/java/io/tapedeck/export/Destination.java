package io.tapedeck.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody's web server: keeps what is put to it, and answers what it is told to. */
public final class Destination implements AutoCloseable {

    /** A request as it came. */
    public record Put(String method, URI uri, Map<String, List<String>> headers, int bytes) {

        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private final HttpServer server;
    private final List<Put> requests = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private volatile int answer = 201;

    private Destination(HttpServer server) {
        this.server = server;
    }

    public static Destination open() throws IOException {
        return open(0);
    }

    /** At the port that somebody has tried before. */
    public static Destination open(int port) throws IOException {
        var destination =
                new Destination(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10));
        destination.server.createContext("/", destination::take);
        destination.server.start();
        return destination;
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(new Put(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                Map.copyOf(exchange.getRequestHeaders()),
                body.length));
        if (answer < 300) {
            files.put(exchange.getRequestURI().getPath(), body);
        }
        if (answer / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    public void answers(int status) {
        answer = status;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public List<Put> requests() {
        return requests;
    }

    public Map<String, byte[]> files() {
        return files;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
