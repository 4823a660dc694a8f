package io.tapedeck.gateway.rules;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;

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
    private final RulesDesk desk;

    RulesController(RulesScopes scopes, RulesStore store, RulesDesk desk) {
        this.scopes = scopes;
        this.store = store;
        this.desk = desk;
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
        return answer(desk.current(scopes.visible(caller, ids)));
    }

    @PutMapping({PLATFORM, TENANT, TEAM, USER, DEVICE})
    @Operation(summary = "Replace a settings document; in force for the next call")
    ResponseEntity<RecordingRules> replace(
            Caller caller,
            @Parameter(hidden = true) @PathVariable Map<String, String> ids,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = RecordingRules.class)))
                    @RequestBody
                    JsonNode document) {
        RulesScope scope = scopes.visible(caller, ids);
        return answer(desk.put(caller, scope, document, ifMatch));
    }

    @PatchMapping({PLATFORM, TENANT, TEAM, USER, DEVICE})
    @Operation(summary = "Change parts of a settings document by JSON merge patch (RFC 7396); null makes undefined")
    ResponseEntity<RecordingRules> patch(
            Caller caller,
            @Parameter(hidden = true) @PathVariable Map<String, String> ids,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        RulesScope scope = scopes.visible(caller, ids);
        return answer(desk.patch(caller, scope, patch, ifMatch, (_, _) -> {}));
    }

    @GetMapping({PLATFORM + PAST, TENANT + PAST, TEAM + PAST, USER + PAST, DEVICE + PAST})
    @Operation(summary = "Show who changed a settings document, when, and what it said; the newest hundred versions")
    HistoryView history(Caller caller, @Parameter(hidden = true) @PathVariable Map<String, String> ids) {
        return new HistoryView(store.history(scopes.visible(caller, ids), HISTORY).stream()
                .map(one -> new RevisionView(one.version(), one.changedAt(), one.changedBy(), one.rules()))
                .toList());
    }

    private static ResponseEntity<RecordingRules> answer(RulesDocument document) {
        return ResponseEntity.ok().eTag(DocumentTag.of(document.version())).body(document.rules());
    }
}
