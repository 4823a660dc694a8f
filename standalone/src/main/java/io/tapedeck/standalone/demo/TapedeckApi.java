package io.tapedeck.standalone.demo;

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
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small client of the public REST API. */
public final class TapedeckApi implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Not 2, which every request would ask for in vain. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private final JsonMapper json = JsonMapper.builder().build();
    private final URI base;
    private final String authorization;

    public TapedeckApi(URI base, String user, String password) {
        this.base = base;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws ApiRefusal when the answer is not 2xx
     */
    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    /**
     * @throws ApiRefusal when the answer is not 2xx
     */
    public JsonNode post(String path, Map<String, ?> body) {
        return send(withBody(path, body, "POST"));
    }

    /**
     * @throws ApiRefusal when the answer is not 2xx
     */
    public JsonNode put(String path, Map<String, ?> body) {
        return send(withBody(path, body, "PUT"));
    }

    /**
     * @throws ApiRefusal when the answer is not 2xx
     */
    public JsonNode patch(String path, Map<String, ?> body) {
        return send(withBody(path, body, "PATCH"));
    }

    /** The first item of a list that has what is looked for. */
    public Optional<JsonNode> find(String listPath, Predicate<JsonNode> wanted) {
        JsonNode items = get(listPath).path("items");
        return StreamSupport.stream(items.spliterator(), false).filter(wanted).findFirst();
    }

    /** The recording of a session, once it can be played. */
    public Optional<JsonNode> readyRecording(String session) {
        HttpResponse<String> response =
                exchange(request("/api/v1/cdrs/" + session).GET(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            return Optional.empty(); // the news of the call may still be on its way
        }
        return StreamSupport.stream(
                        json.readTree(response.body()).path("recordings").spliterator(), false)
                .filter(recording -> recording.path("state").asString("").equals("ready"))
                .findFirst();
    }

    /** Fetches an address without any login, as somebody who was sent a link would. */
    public byte[] download(URI address) {
        HttpResponse<byte[]> response =
                exchange(HttpRequest.newBuilder(base.resolve(address)).GET(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new ApiRefusal("GET " + address + " was answered " + response.statusCode());
        }
        return response.body();
    }

    /** A file that is served at a path of the API. */
    public byte[] file(String path) {
        HttpResponse<byte[]> response = exchange(request(path).GET(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new ApiRefusal("GET " + path + " was answered " + response.statusCode());
        }
        return response.body();
    }

    /** Whether media is served at a path of the API: asks for its first byte. */
    public boolean hasMedia(String path) {
        HttpResponse<byte[]> response =
                exchange(request(path).header("Range", "bytes=0-0").GET(), BodyHandlers.ofByteArray());
        return response.statusCode() == 206 && response.body().length == 1;
    }

    private HttpRequest.Builder withBody(String path, Map<String, ?> body, String method) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json.writeValueAsString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new ApiRefusal(
                    response.request().method() + " " + response.request().uri().getPath() + " was answered "
                            + response.statusCode() + ": " + response.body());
        }
        return response.body().isBlank() ? json.createObjectNode() : json.readTree(response.body());
    }

    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.timeout(TIMEOUT).build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + base, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }

    /** The platform answered, but not with success. */
    public static final class ApiRefusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ApiRefusal(String message) {
            super(message);
        }
    }
}
