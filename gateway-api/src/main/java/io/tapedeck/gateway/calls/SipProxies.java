package io.tapedeck.gateway.calls;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.catalogue.CatalogueSettings;
import io.tapedeck.gateway.internal.InternalHttp;
import io.tapedeck.gateway.internal.InternalHttp.Answer;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The internal HTTP of all sip-proxies. A call is known to the one that it goes through, so all of them are asked. */
@Component
class SipProxies implements AutoCloseable {

    private static final String CALLS = "/internal/calls";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<InternalHttp> proxies;

    SipProxies(CallsSettings settings, CatalogueSettings.InternalAccess access) {
        this.proxies = settings.all().stream()
                .map(address -> new InternalHttp(
                        new InternalHttp.Peer(
                                "sip-proxy",
                                address,
                                settings.sipProxyCallTimeout(),
                                "A SIP proxy cannot be reached, so its calls are not known."),
                        access.token()))
                .toList();
    }

    /**
     * All calls, the newest first.
     *
     * @param tenant whose calls; null for all
     * @throws Refusal 503 when one of the proxies does not answer: half a list would look like a whole one
     */
    List<LiveCall> calls(@Nullable TenantId tenant) {
        String path = tenant == null ? CALLS : CALLS + "?tenantId=" + tenant;
        List<LiveCall> calls = new ArrayList<>();
        for (InternalHttp proxy : proxies) {
            calls.addAll(Arrays.asList(read(proxy, path, proxy.get(path), LiveCall[].class)));
        }
        calls.sort(Comparator.comparing(LiveCall::startTime).reversed());
        return calls;
    }

    Optional<LiveCall> call(UUID session) {
        String path = CALLS + "/" + session;
        for (InternalHttp proxy : proxies) {
            Answer answer = proxy.get(path);
            if (answer.status() != 404) {
                return Optional.of(read(proxy, path, answer, LiveCall.class));
            }
        }
        return Optional.empty();
    }

    /**
     * Does something to the recordings of a call.
     *
     * @return the call afterwards; empty when no proxy knows it
     * @throws Refusal 409, 503
     */
    Optional<LiveCall> control(UUID session, ControlOrder order) {
        String path = CALLS + "/" + session + "/recording";
        byte[] body = JSON.writeValueAsBytes(order);
        for (InternalHttp proxy : proxies) {
            Answer answer = proxy.post(path, body);
            switch (answer.status()) {
                case 404 -> {} // another one may know it
                case 409 -> throw Refusal.of(Reason.CONFLICT, "The recording of the call is not in a state for that.");
                default -> {
                    return Optional.of(read(proxy, path, answer, LiveCall.class));
                }
            }
        }
        return Optional.empty();
    }

    private static <T> T read(InternalHttp proxy, String path, Answer answer, Class<T> type) {
        if (answer.status() != 200) {
            throw proxy.failed(path, "status " + answer.status());
        }
        try {
            return JSON.readValue(answer.body(), type);
        } catch (JacksonException unreadable) {
            throw proxy.failed(path, unreadable.toString());
        }
    }

    @Override
    public void close() {
        proxies.forEach(InternalHttp::close);
    }
}
