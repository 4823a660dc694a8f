package io.tapedeck.gateway.users;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.tenants.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: users. One of them has two addresses, with and without its tenant in front. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Users", description = "Persons with an extension, and the public numbers that lead to them")
class UserController {

    private final Users users;
    private final Tenants tenants;
    private final FreshIds ids;

    UserController(Users users, Tenants tenants, FreshIds ids) {
        this.users = users;
        this.tenants = tenants;
        this.ids = ids;
    }

    @GetMapping("/tenants/{tenantId}/users")
    @Operation(summary = "List a tenant's users, oldest first")
    ResponseEntity<Page<UserView>> list(
            Caller caller,
            @PathVariable TenantId tenantId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        tenants.require(caller, tenantId);
        return PageResponse.read(
                page,
                (after, rows) -> users.list(tenantId, after, rows),
                user -> user.id().value(),
                UserView::of,
                request);
    }

    @PostMapping("/tenants/{tenantId}/users")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a user")
    ResponseEntity<UserView> create(Caller caller, @PathVariable TenantId tenantId, @RequestBody UserBody body) {
        tenants.require(caller, tenantId);
        var user = body.toUser(new UserId(ids.next()), tenantId);
        users.add(user);
        return ResponseEntity.created(URI.create("/api/v1/users/" + user.id())).body(UserView.of(user));
    }

    @GetMapping({"/users/{id}", "/tenants/{tenantId}/users/{id}"})
    @Operation(summary = "Show a user")
    UserView show(Caller caller, @PathVariable(required = false) @Nullable TenantId tenantId, @PathVariable UserId id) {
        return UserView.of(visible(caller, tenantId, id));
    }

    @PutMapping({"/users/{id}", "/tenants/{tenantId}/users/{id}"})
    @Operation(summary = "Replace a user's data; what is left out takes its default")
    UserView replace(
            Caller caller,
            @PathVariable(required = false) @Nullable TenantId tenantId,
            @PathVariable UserId id,
            @RequestBody UserBody body) {
        var user = body.toUser(id, visible(caller, tenantId, id).tenantId());
        users.replace(user);
        return UserView.of(user);
    }

    @DeleteMapping({"/users/{id}", "/tenants/{tenantId}/users/{id}"})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a user and its devices")
    void delete(Caller caller, @PathVariable(required = false) @Nullable TenantId tenantId, @PathVariable UserId id) {
        visible(caller, tenantId, id);
        if (!users.remove(id)) {
            throw Refusal.notFound("user", id);
        }
    }

    private User visible(Caller caller, @Nullable TenantId tenantId, UserId id) {
        var found = users.find(id).filter(user -> tenantId == null || tenantId.equals(user.tenantId()));
        return caller.visible(found, User::tenantId, "user", id);
    }
}
