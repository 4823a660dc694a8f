package io.tapedeck.gateway.rules;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.UnreadableBody;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** REST: the settings documents. What is absent in one is undefined and falls through to the next level. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Recording settings", description = "Who is recorded, at five levels; what is absent falls through")
class RulesController {

    private static final String PLATFORM = "/recording-settings";
    private static final String TENANT = "/tenants/{tenantId}/recording-settings";
    private static final String TEAM = "/teams/{teamId}/recording-settings";
    private static final String USER = "/users/{userId}/recording-settings";
    private static final String DEVICE = "/devices/{deviceId}/recording-settings";
    private static final String PAST = "/history";
    private static final int HISTORY = 100;

    private final RulesScopes scopes;
    private final RulesStore store;
    private final JsonMapper json;

    RulesController(RulesScopes scopes, RulesStore store, JsonMapper json) {
        this.scopes = scopes;
        this.store = store;
        this.json = json;
    }

    /** One version of a document. */
    @Schema(name = "RecordingSettingsRevision")
    record RevisionView(long version, Instant changedAt, String changedBy, RecordingRules settings) {}

    /** All versions that are kept for show, the newest first. */
    @Schema(name = "RecordingSettingsHistory")
    record HistoryView(List<RevisionView> items) {}

    @GetMapping({PLATFORM, TENANT, TEAM, USER, DEVICE})
    @Operation(summary = "Show a settings document; its version stands in the ETag")
    ResponseEntity<RecordingRules> show(
            Caller caller, @Parameter(hidden = true) @PathVariable Map<String, String> ids) {
        return answer(current(scopes.visible(caller, ids)));
    }

    @PutMapping({PLATFORM, TENANT, TEAM, USER, DEVICE})
    @Operation(summary = "Replace a settings document; in force for the next call")
    ResponseEntity<RecordingRules> replace(
            Caller caller,
            @Parameter(hidden = true) @PathVariable Map<String, String> ids,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody RecordingRules rules) {
        RulesScope scope = scopes.visible(caller, ids);
        return answer(change(caller, scope, current(scope), rules, ifMatch));
    }

    @PatchMapping({PLATFORM, TENANT, TEAM, USER, DEVICE})
    @Operation(summary = "Change parts of a settings document by JSON merge patch (RFC 7396); null makes undefined")
    ResponseEntity<RecordingRules> patch(
            Caller caller,
            @Parameter(hidden = true) @PathVariable Map<String, String> ids,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        RulesScope scope = scopes.visible(caller, ids);
        RulesDocument before = current(scope);
        String expected = ifMatch == null
                ? DocumentTag.of(before.version())
                : ifMatch; // what is merged with must not have changed
        return answer(change(caller, scope, before, merged(before.rules(), patch), expected));
    }

    @GetMapping({PLATFORM + PAST, TENANT + PAST, TEAM + PAST, USER + PAST, DEVICE + PAST})
    @Operation(summary = "Show who changed a settings document, when, and what it said; the newest hundred versions")
    HistoryView history(Caller caller, @Parameter(hidden = true) @PathVariable Map<String, String> ids) {
        return new HistoryView(store.history(scopes.visible(caller, ids), HISTORY).stream()
                .map(one -> new RevisionView(one.version(), one.changedAt(), one.changedBy(), one.rules()))
                .toList());
    }

    private RulesDocument current(RulesScope scope) {
        return store.find(scope).orElseGet(() -> new RulesDocument(0, scopes.original(scope)));
    }

    private RulesDocument change(
            Caller caller, RulesScope scope, RulesDocument before, RecordingRules rules, @Nullable String ifMatch) {
        RulesCheck.check(scope.level(), rules, inheritedCodes(scope));
        boolean seats = !Objects.equals(rules.seats(), before.rules().seats());
        if (scope.level() == RecordingLevel.TENANT && seats) {
            caller.requirePlatform(); // what a tenant has bought is not the tenant's to say
        }
        return store.replace(scope, rules, DocumentTag.version(ifMatch), caller.name());
    }

    /** What the tenant and the platform say; of teams a user may be in several. */
    private FeatureCodes inheritedCodes(RulesScope scope) {
        FeatureCodes codes = FeatureCodes.DEFAULT;
        if (scope.level() != RecordingLevel.PLATFORM) {
            codes = codes(RulesScope.PLATFORM, codes);
        }
        TenantId tenant = scope.tenant();
        if (scope.level() != RecordingLevel.TENANT && tenant != null) {
            codes = codes(new RulesScope(RecordingLevel.TENANT, tenant.value(), tenant), codes);
        }
        return codes;
    }

    private FeatureCodes codes(RulesScope scope, FeatureCodes otherwise) {
        return store.find(scope)
                .map(document -> document.rules().featureCodes())
                .map(codes -> codes.or(otherwise))
                .orElse(otherwise);
    }

    private RecordingRules merged(RecordingRules before, JsonNode patch) {
        try {
            return json.treeToValue(MergePatch.apply(json.valueToTree(before), patch), RecordingRules.class);
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
    }

    private static ResponseEntity<RecordingRules> answer(RulesDocument document) {
        return ResponseEntity.ok().eTag(DocumentTag.of(document.version())).body(document.rules());
    }
}
