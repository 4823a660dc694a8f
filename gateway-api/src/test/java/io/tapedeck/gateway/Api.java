package io.tapedeck.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who uses the gateway over HTTP. */
public record Api(HttpClient http, URI base, @Nullable String authorization) {

    private static final JsonMapper JSON = JsonMapper.shared();

    public Api withBasic(String username, String password) {
        byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Api(http, base, "Basic " + Base64.getEncoder().encodeToString(both));
    }

    public Api withKey(String key) {
        return new Api(http, base, "Bearer " + key);
    }

    public Api anonymous() {
        return new Api(http, base, null);
    }

    /** What came back. */
    public record Reply(int status, HttpResponse<byte[]> raw) {

        public String text() {
            return new String(raw.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(raw.body());
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse("");
        }

        public String string(String field) {
            return json().path(field).asString();
        }

        /** Pointers of the faults of a problem, in their order, with commas between. */
        public String pointers() {
            var pointers = new StringBuilder();
            json().path("errors")
                    .forEach(fault -> pointers.append(pointers.isEmpty() ? "" : ",")
                            .append(fault.path("pointer").asString()));
            return pointers.toString();
        }
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Reply put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    /**
     * @param body JSON unless a Content-Type header says otherwise; single quotes stand for double ones
     */
    public Reply send(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(path.startsWith("http") ? URI.create(path) : URI.create(base + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.replace('\'', '"')));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        if (authorization != null) {
            request.setHeader("Authorization", authorization);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
