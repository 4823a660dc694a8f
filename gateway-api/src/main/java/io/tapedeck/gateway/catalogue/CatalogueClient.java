package io.tapedeck.gateway.catalogue;

import io.tapedeck.gateway.internal.InternalHttp;
import io.tapedeck.gateway.internal.InternalHttp.Answer;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** One GET at cdr-service, with everything that its answer can be. */
record CatalogueClient(InternalHttp http) {

    /** A cdr-service that is newer may say more than is understood here. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .build();

    /** The answer, or empty when there is no such thing. */
    <T> Optional<T> get(String path, TypeReference<T> type) {
        Answer answer = http.get(path);
        return switch (answer.status()) {
            case 200 -> Optional.of(read(path, answer, type));
            case 404 -> Optional.empty();
            case 400 -> throw Refusal.of(Reason.UNREADABLE, "The catalogue does not understand these parameters.");
            default -> throw http.failed(path, "status " + answer.status());
        };
    }

    private <T> T read(String path, Answer answer, TypeReference<T> type) {
        try {
            return JSON.readValue(answer.body(), type);
        } catch (JacksonException unreadable) {
            throw http.failed(path, unreadable.getOriginalMessage());
        }
    }

    Refusal nonsense() {
        return http.failed("a list", "it is not there");
    }
}
