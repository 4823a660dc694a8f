package io.tapedeck.gateway.forwarding;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.rules.DocumentTag;
import io.tapedeck.gateway.users.Users;
import java.time.Instant;
import java.util.List;
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

/** REST: call forwarding. */
@RestController
@RequestMapping("/api/v1/users/{userId}/forwarding")
@Tag(name = "Call forwarding", description = "Where the calls to a user go when the user does not take them")
class ForwardingController {

    private static final int HISTORY = 100;

    private final Users users;
    private final ForwardingStore store;
    private final ForwardingDesk desk;

    ForwardingController(Users users, ForwardingStore store, ForwardingDesk desk) {
        this.users = users;
        this.store = store;
        this.desk = desk;
    }

    /** One version of a document. */
    @Schema(name = "ForwardingRevision")
    record RevisionView(long version, Instant changedAt, String changedBy, ForwardingRules forwarding) {}

    /** All versions that are kept for show, the newest first. */
    @Schema(name = "ForwardingHistory")
    record HistoryView(List<RevisionView> items) {}

    @GetMapping
    @Operation(summary = "Show a user's forwarding; its version stands in the ETag")
    ResponseEntity<ForwardingRules> show(Caller caller, @PathVariable UserId userId) {
        return answer(desk.current(visible(caller, userId)));
    }

    @PutMapping
    @Operation(summary = "Replace a user's forwarding; in force for the next call")
    ResponseEntity<ForwardingRules> replace(
            Caller caller,
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = ForwardingBody.class)))
                    @RequestBody
                    JsonNode document) {
        return answer(desk.replace(caller, visible(caller, userId), document, ifMatch));
    }

    @PatchMapping
    @Operation(summary = "Change parts of a user's forwarding by JSON merge patch (RFC 7396); null takes away")
    ResponseEntity<ForwardingRules> patch(
            Caller caller,
            @PathVariable UserId userId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        return answer(desk.patch(caller, visible(caller, userId), patch, ifMatch, (_, _) -> {}));
    }

    @GetMapping("/history")
    @Operation(summary = "Show who changed a user's forwarding, when, and what it said; the newest hundred versions")
    HistoryView history(Caller caller, @PathVariable UserId userId) {
        return new HistoryView(store.history(visible(caller, userId).id(), HISTORY).stream()
                .map(one -> new RevisionView(one.version(), one.changedAt(), one.changedBy(), one.rules()))
                .toList());
    }

    private User visible(Caller caller, UserId id) {
        return caller.visible(users.find(id), User::tenantId, "user", id);
    }

    private static ResponseEntity<ForwardingRules> answer(ForwardingDocument document) {
        return ResponseEntity.ok().eTag(DocumentTag.of(document.version())).body(document.rules());
    }
}
