package io.tapedeck.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The internal HTTP of cdr-service, as far as the gateway uses it, over lists in memory. */
public final class FakeCdrService implements AutoCloseable {

    static final String TOKEN = "between-us";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final Map<String, ObjectNode> recordings = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> cdrs = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile int failWith;

    FakeCdrService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/internal/recordings", exchange -> answer(exchange, "/internal/recordings", recordings));
        server.createContext("/internal/cdrs", exchange -> answer(exchange, "/internal/cdrs", cdrs));
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A recording; further fields are up to the test. */
    public ObjectNode addRecording(UUID id, UUID tenant, String state) {
        ObjectNode recording = JSON.createObjectNode()
                .put("id", id.toString())
                .put("sessionId", UUID.randomUUID().toString())
                .put("tenantId", tenant.toString())
                .put("state", state)
                .put("format", "wav")
                .put("layout", "stereo")
                .put("recovered", false)
                .put("somethingNew", 7);
        recordings.put(id.toString(), recording);
        return recording;
    }

    public ObjectNode addCdr(UUID session, UUID tenant, String caller, String callee) {
        ObjectNode cdr = JSON.createObjectNode();
        List.of("tenantName", "callId", "callerDisplayName", "callerDomain", "calleeDomain", "didCid")
                .forEach(name -> cdr.put(name, ""));
        List.of("outboundCallerId", "trunkName", "userData").forEach(name -> cdr.put(name, ""));
        cdr.put("sessionId", session.toString())
                .put("tenantId", tenant.toString())
                .put("caller", caller)
                .put("callee", callee)
                .put("direction", "internal")
                .put("state", "completed")
                .put("startTime", "2030-01-07T09:00:00Z")
                .put("durationSeconds", 12.5)
                .put("statusCode", 0);
        cdr.putArray("targets");
        cdr.putArray("recordings");
        cdrs.put(session.toString(), cdr);
        return cdr;
    }

    ObjectNode recording(UUID id) {
        return Objects.requireNonNull(recordings.get(id.toString()));
    }

    void forget(UUID recording) {
        recordings.remove(recording.toString());
    }

    /** From now on every request is answered with this status; 0 for as it should be. */
    public void failWith(int status) {
        failWith = status;
    }

    /** The last question, as it came over the wire. */
    @Nullable
    String lastQuestion() {
        return questions.isEmpty() ? null : questions.getLast();
    }

    private void answer(HttpExchange exchange, String path, Map<String, ObjectNode> things) throws IOException {
        questions.add(exchange.getRequestURI().toString());
        String rest = exchange.getRequestURI().getPath().substring(path.length());
        if (failWith != 0 || !TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Tapedeck-Token"))) {
            send(exchange, failWith == 0 ? 401 : failWith, null);
        } else if (rest.isEmpty()) {
            send(exchange, 200, list(exchange.getRequestURI().getQuery(), things));
        } else {
            JsonNode thing = things.get(rest.substring(1));
            send(exchange, thing == null ? 404 : 200, thing);
        }
    }

    private static JsonNode list(@Nullable String query, Map<String, ObjectNode> things) {
        ObjectNode page = JSON.createObjectNode();
        var items = page.putArray("items");
        things.values().stream()
                .filter(thing -> query == null
                        || !query.contains("tenantId=")
                        || query.contains("tenantId=" + thing.get("tenantId").stringValue()))
                .forEach(items::add);
        boolean more = query != null && (query.contains("limit=1") || query.contains("party=two-pages"));
        if (more && !query.contains("cursor=")) {
            page.put("next", "the next +one");
        }
        return page;
    }

    private static void send(HttpExchange exchange, int status, @Nullable JsonNode body) throws IOException {
        byte[] bytes =
                body == null ? new byte[0] : JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
