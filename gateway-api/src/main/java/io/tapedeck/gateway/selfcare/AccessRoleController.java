package io.tapedeck.gateway.selfcare;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.rules.DocumentTag;
import io.tapedeck.gateway.selfcare.EditableStore.AccessRole;
import io.tapedeck.gateway.tenants.Tenants;
import io.tapedeck.gateway.users.Users;
import io.tapedeck.gateway.validation.Checks;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: the access roles of a tenant, and which of them a user has. */
@RestController
@Tag(name = "Self-care", description = "What users may change themselves, and how they log in")
class AccessRoleController {

    private static final String ROLES = "/api/v1/tenants/{tenantId}/access-roles";
    private static final String ROLE_OF_USER = "/api/v1/users/{userId}/access-role";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Tenants tenants;
    private final Users users;
    private final EditableStore store;

    AccessRoleController(Tenants tenants, Users users, EditableStore store) {
        this.tenants = tenants;
        this.users = users;
        this.store = store;
    }

    /**
     * @param users how many have it
     */
    @Schema(name = "AccessRole")
    record View(String name, List<String> editable, int users) {

        static View of(AccessRole role) {
            return new View(role.name(), role.editable().editable(), role.users());
        }
    }

    @Schema(name = "AccessRoles")
    record Listing(List<View> items) {}

    @Schema(name = "AccessRoleOfUser")
    record Assignment(
            @Schema(description = "Name of the role; null for what holds for everybody without one") @Nullable
            String role) {}

    @GetMapping(ROLES)
    @Operation(summary = "List the access roles of a tenant")
    Listing list(Caller caller, @PathVariable TenantId tenantId) {
        tenants.require(caller, tenantId);
        return new Listing(store.roles(tenantId).stream().map(View::of).toList());
    }

    @GetMapping(ROLES + "/{name}")
    @Operation(summary = "Show an access role; its version stands in the ETag")
    ResponseEntity<View> show(Caller caller, @PathVariable TenantId tenantId, @PathVariable String name) {
        tenants.require(caller, tenantId);
        return answer(tenantId, name);
    }

    @PutMapping(ROLES + "/{name}")
    @Operation(summary = "Say what users with this access role may change, known or new; in force at once")
    ResponseEntity<View> replace(
            Caller caller,
            @PathVariable TenantId tenantId,
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody SelfCareController.Body body) {
        tenants.require(caller, tenantId);
        if (!NAME.matcher(name).matches()) {
            var checks = new Checks();
            checks.fault("", "A role's name has 1 to 64 letters, digits, '.', '_' and '-'.");
            checks.refuseIfAny();
        }
        store.replace(tenantId, name, body.checked(), DocumentTag.version(ifMatch), caller.name());
        return answer(tenantId, name);
    }

    @DeleteMapping(ROLES + "/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove an access role that nobody has")
    void remove(Caller caller, @PathVariable TenantId tenantId, @PathVariable String name) {
        tenants.require(caller, tenantId);
        if (!store.removeRole(tenantId, name)) {
            throw Refusal.notFound("access role", name);
        }
    }

    @GetMapping(ROLE_OF_USER)
    @Operation(summary = "Show which access role a user has")
    Assignment roleOf(Caller caller, @PathVariable UserId userId) {
        return new Assignment(store.roleOf(visible(caller, userId).id()).orElse(null));
    }

    @PutMapping(ROLE_OF_USER)
    @Operation(summary = "Give a user an access role, or take it away; in force at once")
    Assignment assign(Caller caller, @PathVariable UserId userId, @RequestBody Assignment body) {
        User user = visible(caller, userId);
        if (!store.assign(user.tenantId(), user.id(), body.role())) {
            var checks = new Checks();
            checks.fault("/role", "Is no access role of the user's tenant.");
            checks.refuseIfAny();
        }
        return body;
    }

    private User visible(Caller caller, UserId id) {
        return caller.visible(users.find(id), User::tenantId, "user", id);
    }

    private ResponseEntity<View> answer(TenantId tenant, String name) {
        AccessRole role = store.role(tenant, name).orElseThrow(() -> Refusal.notFound("access role", name));
        return ResponseEntity.ok()
                .eTag(DocumentTag.of(role.editable().version()))
                .body(View.of(role));
    }
}
