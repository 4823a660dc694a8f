package io.tapedeck.gateway.internal;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another service, with the token that is shared with it. What goes wrong on the way is a {@link Refusal} with 503. */
public final class InternalHttp implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InternalHttp.class);
    private static final String TOKEN_HEADER = "X-Tapedeck-Token";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Peer peer;
    private final String base;
    private final String token;

    /**
     * The service that is asked.
     *
     * @param name for the log
     * @param awayDetail what people are told when it cannot be reached
     * @param timeout for connecting, and again for the answer
     */
    public record Peer(String name, URI address, Duration timeout, String awayDetail) {}

    /** What the service said. */
    public record Answer(int status, String body) {}

    /**
     * @param token empty when the service asks for none
     */
    public InternalHttp(Peer peer, String token) {
        this.peer = peer;
        this.base = peer.address().toString().replaceAll("/+$", "");
        this.token = token;
        this.http = HttpClient.newBuilder()
                .connectTimeout(peer.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * @throws Refusal 503
     */
    public Answer get(String path) {
        return send(path, request(path).GET());
    }

    /**
     * @param json the body
     * @throws Refusal 503
     */
    public Answer post(String path, byte[] json) {
        return send(
                path, request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(json)));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(peer.timeout())
                .header("Accept", "application/json");
        return token.isEmpty() ? request : request.header(TOKEN_HEADER, token);
    }

    private Answer send(String path, HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException failure) {
            throw failed(path, failure.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw failed(path, "the gateway stops");
        }
    }

    /** The service answered, but not as it should. */
    public Refusal failed(String path, String why) {
        LOG.warn("{} did not answer {}: {}", peer.name(), path, why);
        return Refusal.retryLater(Reason.UNAVAILABLE, peer.awayDetail(), RETRY_AFTER);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
