package io.tapedeck.gateway.catalogue;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** One GET at cdr-service, with everything that can go wrong on the way. */
final class CatalogueClient {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueClient.class);
    private static final String TOKEN_HEADER = "X-Tapedeck-Token";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** A cdr-service that is newer may say more than is understood here. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build();

    private final HttpClient http;
    private final String base;
    private final Duration timeout;
    private final String token;

    CatalogueClient(HttpClient http, CatalogueSettings settings, CatalogueSettings.InternalAccess access) {
        this.http = http;
        this.base = settings.cdrService().toString().replaceAll("/+$", "");
        this.timeout = settings.cdrServiceTimeout();
        this.token = access.token();
    }

    /** The answer, or empty when there is no such thing. */
    <T> Optional<T> get(String path, TypeReference<T> type) {
        HttpResponse<byte[]> answer = send(path);
        int status = answer.statusCode();
        if (status == 200) {
            return Optional.of(read(answer, type));
        }
        if (status == 404) {
            return Optional.empty();
        }
        if (status == 400) {
            throw Refusal.of(Reason.UNREADABLE, "The catalogue does not understand these parameters.");
        }
        throw failed(path, "status " + status);
    }

    private HttpResponse<byte[]> send(String path) {
        var request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout).header("Accept", "application/json");
        if (!token.isEmpty()) {
            request.header(TOKEN_HEADER, token);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw failed(path, failure.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw failed(path, "the gateway stops");
        }
    }

    private static <T> T read(HttpResponse<byte[]> answer, TypeReference<T> type) {
        try {
            return JSON.readValue(answer.body(), type);
        } catch (JacksonException unreadable) {
            throw failed(answer.uri().getPath(), unreadable.getOriginalMessage());
        }
    }

    static Refusal nonsense() {
        return failed("a list", "it is not there");
    }

    private static Refusal failed(String path, String why) {
        LOG.warn("cdr-service did not answer {}: {}", path, why);
        return Refusal.retryLater(Reason.UNAVAILABLE, "The catalogue of calls cannot be reached.", RETRY_AFTER);
    }
}
