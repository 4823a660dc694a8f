package io.tapedeck.gateway.catalogue;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.gateway.internal.InternalHttp;
import io.tapedeck.gateway.paging.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.type.TypeReference;

/**
 * Calls and recordings. Whoever asks must check that the caller may see the answer: the catalogue itself serves all
 * tenants. Every method throws a {@link io.tapedeck.gateway.problem.Refusal} with 503 while cdr-service is away.
 */
@Component
public class Catalogue implements AutoCloseable {

    private final InternalHttp http;
    private final CatalogueClient client;

    public Catalogue(CatalogueSettings settings, CatalogueSettings.InternalAccess access) {
        var service = new InternalHttp.Peer(
                "cdr-service",
                settings.cdrService(),
                settings.cdrServiceTimeout(),
                "The catalogue of calls cannot be reached.");
        this.http = new InternalHttp(service, access.token());
        this.client = new CatalogueClient(http);
    }

    public Page<CatalogueCdr> cdrs(Question question) {
        String address = address("/internal/cdrs", question).build(true).toUriString();
        return client.get(address, new TypeReference<Page<CatalogueCdr>>() {}).orElseThrow(client::nonsense);
    }

    public Optional<CatalogueCdr> cdr(SessionId id) {
        return client.get("/internal/cdrs/" + id, new TypeReference<CatalogueCdr>() {});
    }

    public Page<CatalogueRecording> recordings(RecordingQuestion wanted) {
        String address = address("/internal/recordings", wanted.question())
                .queryParamIfPresent("sessionId", Optional.ofNullable(wanted.session()))
                .queryParamIfPresent(
                        "state",
                        Optional.ofNullable(wanted.state())
                                .map(state -> state.name().toLowerCase(Locale.ROOT)))
                .build(true)
                .toUriString();
        return client.get(address, new TypeReference<Page<CatalogueRecording>>() {})
                .orElseThrow(client::nonsense);
    }

    public Optional<CatalogueRecording> recording(RecordingId id) {
        return client.get("/internal/recordings/" + id, new TypeReference<CatalogueRecording>() {});
    }

    @Override
    public void close() {
        http.close();
    }

    private static UriComponentsBuilder address(String path, Question question) {
        return UriComponentsBuilder.fromPath(path)
                .queryParam("limit", question.page().limit())
                .queryParamIfPresent(
                        "cursor", Optional.ofNullable(question.page().cursor()).map(Catalogue::encoded))
                .queryParamIfPresent("from", Optional.ofNullable(question.from()))
                .queryParamIfPresent("to", Optional.ofNullable(question.to()))
                .queryParamIfPresent(
                        "party", Optional.ofNullable(question.party()).map(Catalogue::encoded))
                .queryParamIfPresent(
                        "partyContains",
                        Optional.ofNullable(question.partyContains()).map(Catalogue::encoded))
                .queryParamIfPresent("tenantId", Optional.ofNullable(question.tenant()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
