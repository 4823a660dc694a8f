package io.tapedeck.gateway.policy;

import io.tapedeck.gateway.catalogue.CatalogueSettings;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The internal HTTP of the sip-proxy. */
@Component
class SipProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipProxy.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final PolicySettings settings;
    private final String token;

    SipProxy(PolicySettings settings, CatalogueSettings.InternalAccess access) {
        this.settings = settings;
        this.token = access.token();
        this.http = HttpClient.newBuilder()
                .connectTimeout(settings.sipProxyTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * What the policy decides about a call.
     *
     * @throws Refusal 422 when the question makes no sense, 503 when the proxy does not answer
     */
    JsonNode explain(JsonNode question) {
        HttpResponse<byte[]> answer = send(question);
        return switch (answer.statusCode()) {
            case 200 -> JSON.readTree(answer.body());
            case 422 ->
                throw refused(JSON.readTree(answer.body()).path("detail").asString());
            case 400 -> throw Refusal.of(Reason.UNREADABLE, "The question cannot be read.");
            default -> throw failed("status " + answer.statusCode());
        };
    }

    private HttpResponse<byte[]> send(JsonNode question) {
        var request = HttpRequest.newBuilder(URI.create(base() + "/internal/policy/explain"))
                .timeout(settings.sipProxyTimeout())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)));
        if (!token.isEmpty()) {
            request.header("X-Tapedeck-Token", token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw failed(failure.toString());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw failed("the gateway stops");
        }
    }

    private String base() {
        return settings.sipProxy().toString().replaceAll("/+$", "");
    }

    /**
     * @param detail a JSON pointer, a colon and what is wrong there
     */
    private static Refusal refused(String detail) {
        int colon = detail.indexOf(": ");
        return colon < 0
                ? Refusal.invalid(List.of(new Fault("", detail)))
                : Refusal.invalid(List.of(new Fault(detail.substring(0, colon), detail.substring(colon + 2))));
    }

    private static Refusal failed(String why) {
        LOG.warn("the sip-proxy did not explain: {}", why);
        return Refusal.retryLater(Reason.UNAVAILABLE, "The SIP proxy cannot be reached.", RETRY_AFTER);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
