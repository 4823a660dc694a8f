package io.tapedeck.gateway.apikeys;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.apikeys.ApiKeys.ApiKey;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.tenants.Tenants;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: API keys, for callers of the platform only. */
@RestController
@RequestMapping("/api/v1/api-keys")
@Tag(name = "API keys", description = "Keys for programs: `Authorization: Bearer <key>`")
class ApiKeyController {

    private final ApiKeys keys;
    private final Tenants tenants;
    private final FreshIds ids;
    private final RandomGenerator random;
    private final Clock clock;

    ApiKeyController(ApiKeys keys, Tenants tenants, FreshIds ids, RandomGenerator random, Clock clock) {
        this.keys = keys;
        this.tenants = tenants;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    @Schema(
            name = "ApiKeyRequest",
            requiredProperties = {"name"})
    record KeyBody(
            @Schema(example = "reporting") @Nullable String name,

            @Schema(description = "The one tenant whose data the key opens; left out: the whole platform") @Nullable
            UUID tenantId) {}

    @Schema(name = "NewApiKey")
    record NewKey(
            UUID id,
            String name,
            @Nullable UUID tenantId,

            @Schema(description = "Shown here once and never again")
            String key,

            Instant createdAt) {}

    @GetMapping
    @Operation(summary = "List API keys, oldest first")
    ResponseEntity<Page<ApiKey>> list(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        caller.requirePlatform();
        PageRequest page = PageRequest.of(limit, cursor);
        return PageResponse.of(Page.of(keys.list(page.afterId(), page.limit() + 1), page, ApiKey::id), request);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create an API key; the answer alone holds it")
    ResponseEntity<NewKey> create(Caller caller, @RequestBody KeyBody body) {
        caller.requirePlatform();
        Secret secret = Secret.fresh(random);
        ApiKey key = checked(body, secret);
        keys.add(key, secret.sha256());
        return ResponseEntity.created(URI.create("/api/v1/api-keys/" + key.id()))
                .body(new NewKey(key.id(), key.name(), key.tenantId(), secret.text(), key.createdAt()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show an API key, without the key itself")
    ApiKey show(Caller caller, @PathVariable UUID id) {
        caller.requirePlatform();
        return keys.find(id).orElseThrow(() -> Refusal.notFound("API key", id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke an API key at once")
    void delete(Caller caller, @PathVariable UUID id) {
        caller.requirePlatform();
        if (!keys.remove(id)) {
            throw Refusal.notFound("API key", id);
        }
    }

    private ApiKey checked(KeyBody body, Secret secret) {
        var checks = new Checks();
        String name = checks.required("/name", body.name, TextRule.NAME);
        checks.refuseIfAny();
        if (body.tenantId != null && tenants.find(new TenantId(body.tenantId)).isEmpty()) {
            throw Refusal.invalid(List.of(new Fault("/tenantId", "There is no tenant " + body.tenantId + ".")));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new ApiKey(ids.next(), name, body.tenantId, secret.hint(), now);
    }
}
