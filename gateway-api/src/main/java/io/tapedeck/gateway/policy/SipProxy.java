package io.tapedeck.gateway.policy;

import io.tapedeck.gateway.catalogue.CatalogueSettings;
import io.tapedeck.gateway.internal.InternalHttp;
import io.tapedeck.gateway.internal.InternalHttp.Answer;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The internal HTTP of the sip-proxy. */
@Component
class SipProxy implements AutoCloseable {

    private static final String EXPLAIN = "/internal/policy/explain";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final InternalHttp http;

    SipProxy(PolicySettings settings, CatalogueSettings.InternalAccess access) {
        var service = new InternalHttp.Peer(
                "sip-proxy", settings.sipProxy(), settings.sipProxyTimeout(), "The SIP proxy cannot be reached.");
        this.http = new InternalHttp(service, access.token());
    }

    /**
     * What the policy decides about a call.
     *
     * @throws Refusal 422 when the question makes no sense, 503 when the proxy does not answer
     */
    JsonNode explain(JsonNode question) {
        Answer answer = http.post(EXPLAIN, JSON.writeValueAsBytes(question));
        return switch (answer.status()) {
            case 200 -> JSON.readTree(answer.body());
            case 422 ->
                throw refused(JSON.readTree(answer.body()).path("detail").asString());
            case 400 -> throw Refusal.of(Reason.UNREADABLE, "The question cannot be read.");
            default -> throw http.failed(EXPLAIN, "status " + answer.status());
        };
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

    @Override
    public void close() {
        http.close();
    }
}
