package io.tapedeck.conversion.raw;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tapedeck.conversion.workspace.Checksum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A capture node that serves one file as ours do, and does the other things that nodes and networks do. */
public final class RawServer implements AutoCloseable {

    public static final String TOKEN = "open sesame";
    static final String PATH = "/internal/captures/0199a000-0000-7000-8000-000000000001/media";

    public final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch end = new CountDownLatch(1);
    volatile byte[] content;
    public volatile String tag;
    volatile boolean knowsRanges = true;
    public volatile int status;

    /** What is answered to whoever goes on where a connection broke. */
    volatile int statusOfRest;

    /** How many bytes each of the next answers sends before the connection breaks. */
    final List<Integer> breaks = Collections.synchronizedList(new ArrayList<>());

    /** What every answer waits for. */
    public volatile CountDownLatch hold = new CountDownLatch(0);

    /** Falls silent where it would break. */
    volatile boolean silent;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public RawServer(byte[] content) throws IOException {
        this.content = content;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI location() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            await(hold);
            exchange.getResponseHeaders().set("Connection", "close"); // it was asked for
            if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Tapedeck-Token"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (status != 0) {
                exchange.sendResponseHeaders(status, -1);
            } else if (range != null && statusOfRest != 0) {
                exchange.sendResponseHeaders(statusOfRest, -1);
            } else {
                send(exchange, range == null || !knowsRanges ? 0 : firstOf(range));
            }
        }
    }

    private static int firstOf(String range) {
        return Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    }

    private void send(HttpExchange exchange, int from) throws IOException {
        if (from > 0) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        if (tag != null) {
            exchange.getResponseHeaders().add("ETag", '"' + tag + '"');
        }
        int most = breaks.isEmpty() ? Integer.MAX_VALUE : breaks.removeFirst();
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        exchange.getResponseBody().write(content, from, Math.min(most, content.length - from));
        exchange.getResponseBody().flush();
        if (most < content.length - from) {
            fallSilent();
        }
    }

    private void fallSilent() throws IOException {
        if (silent) {
            await(end);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static String sha256(java.nio.file.Path file) {
        try {
            return Checksum.of(file).sha256();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] text(int length) {
        return "the raw packets of a call, "
                .repeat(length / 27 + 1)
                .substring(0, length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
