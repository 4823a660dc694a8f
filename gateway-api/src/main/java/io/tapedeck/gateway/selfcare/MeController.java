package io.tapedeck.gateway.selfcare;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.announcements.Announcements;
import io.tapedeck.gateway.announcements.Announcements.Stored;
import io.tapedeck.gateway.forwarding.ForwardingDesk;
import io.tapedeck.gateway.forwarding.ForwardingDocument;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.rules.DocumentTag;
import io.tapedeck.gateway.rules.RulesDesk;
import io.tapedeck.gateway.rules.RulesDocument;
import io.tapedeck.gateway.rules.RulesScope;
import io.tapedeck.gateway.security.Accounts;
import io.tapedeck.gateway.users.Users;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** REST: what is the user's own who asks. */
@RestController
@RequestMapping("/api/v1/me")
@Tag(name = "Self-care", description = "What users may change themselves, and how they log in")
class MeController {

    /** A tenant has fewer. */
    private static final int MOST_CHOICES = 1_000;

    private final Users users;
    private final Accounts accounts;
    private final EditableStore editable;
    private final RulesDesk desk;
    private final ForwardingDesk forwarding;
    private final Announcements announcements;
    private final JsonMapper json;

    MeController(
            Users users,
            Accounts accounts,
            EditableStore editable,
            RulesDesk desk,
            ForwardingDesk forwarding,
            Announcements announcements,
            JsonMapper json) {
        this.users = users;
        this.accounts = accounts;
        this.editable = editable;
        this.desk = desk;
        this.forwarding = forwarding;
        this.announcements = announcements;
        this.json = json;
    }

    @Schema(name = "Me")
    record Me(UUID userId, UUID tenantId, String extension, String displayName) {}

    /**
     * @param editable JSON pointers to what the user may change, each with all that is below it
     */
    @Schema(name = "OwnRecordingSettings")
    record OwnSettings(RecordingRules settings, List<String> editable) {}

    @Schema(name = "OwnForwarding")
    record OwnForwarding(ForwardingRules forwarding, List<String> editable) {}

    @Schema(name = "AnnouncementChoice")
    record Choice(UUID id, String name) {}

    @Schema(name = "AnnouncementChoices")
    record Choices(List<Choice> items) {}

    @GetMapping
    @Operation(summary = "Show who is logged in")
    Me me(Caller caller) {
        User user = user(caller);
        return new Me(user.id().value(), user.tenantId().value(), user.extension(), user.displayName());
    }

    @GetMapping("/recording-settings")
    @Operation(summary = "Show one's own settings and what of them one may change; their version stands in the ETag")
    ResponseEntity<OwnSettings> show(Caller caller) {
        User user = user(caller);
        return answer(desk.current(scope(user)), editable(user));
    }

    @PatchMapping("/recording-settings")
    @Operation(summary = "Change one's own settings by JSON merge patch (RFC 7396), as far as the tenant permits")
    ResponseEntity<OwnSettings> change(
            Caller caller,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        User user = user(caller);
        Editable permitted = editable(user);
        RulesDocument changed = desk.patch(
                caller, scope(user), patch, ifMatch, (before, after) -> require(permitted, "", before, after));
        return answer(changed, permitted);
    }

    @GetMapping("/forwarding")
    @Operation(summary = "Show where one's calls go and what of it one may change; its version stands in the ETag")
    ResponseEntity<OwnForwarding> forwarding(Caller caller) {
        User user = user(caller);
        return answer(forwarding.current(user), editable(user));
    }

    @PatchMapping("/forwarding")
    @Operation(summary = "Change where one's calls go by JSON merge patch (RFC 7396), as far as the tenant permits")
    ResponseEntity<OwnForwarding> forward(
            Caller caller,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode patch) {
        User user = user(caller);
        Editable permitted = editable(user);
        ForwardingDocument changed = forwarding.patch(
                caller, user, patch, ifMatch, (before, after) -> require(permitted, Options.FORWARDING, before, after));
        return answer(changed, permitted);
    }

    @GetMapping("/announcements")
    @Operation(summary = "List the announcements to choose from; empty for who may not choose")
    Choices announcements(Caller caller) {
        User user = user(caller);
        List<Stored> found = editable(user).permits("/announcement/own")
                ? announcements.list(user.tenantId(), null, MOST_CHOICES)
                : List.of();
        return new Choices(found.stream()
                .map(Stored::announcement)
                .map(one -> new Choice(one.id().value(), one.name()))
                .toList());
    }

    private void require(Editable permitted, String document, Object before, Object after) {
        List<String> forbidden = permitted.forbidden(document, json.valueToTree(before), json.valueToTree(after));
        if (!forbidden.isEmpty()) {
            throw Refusal.forbidden(forbidden, "Only your administrator can change this.");
        }
    }

    private Editable editable(User user) {
        return editable.of(user.tenantId(), user.id());
    }

    /** A session may outlive its user, or the password that it began with. */
    private User user(Caller caller) {
        UserId id = caller.requireUser();
        return accounts.loginOf(id)
                .filter(since -> since.equals(caller.loginSince()))
                .flatMap(_ -> users.find(id))
                .orElseThrow(() -> Refusal.of(Reason.UNAUTHENTICATED, "This user may not log in any more."));
    }

    private static RulesScope scope(User user) {
        return new RulesScope(RecordingLevel.USER, user.id().value(), user.tenantId());
    }

    private static ResponseEntity<OwnSettings> answer(RulesDocument document, Editable permitted) {
        return ResponseEntity.ok()
                .eTag(DocumentTag.of(document.version()))
                .body(new OwnSettings(document.rules(), permitted.editable()));
    }

    private static ResponseEntity<OwnForwarding> answer(ForwardingDocument document, Editable permitted) {
        return ResponseEntity.ok()
                .eTag(DocumentTag.of(document.version()))
                .body(new OwnForwarding(document.rules(), permitted.editable()));
    }
}
