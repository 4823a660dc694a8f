package io.tapedeck.gateway.tenants;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
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

/** REST: tenants. A caller of a tenant sees its own and changes none. */
@RestController
@RequestMapping("/api/v1/tenants")
@Tag(name = "Tenants", description = "Customer companies, and what is recorded for them")
class TenantController {

    private final Tenants tenants;
    private final FreshIds ids;

    TenantController(Tenants tenants, FreshIds ids) {
        this.tenants = tenants;
        this.ids = ids;
    }

    @GetMapping
    @Operation(summary = "List tenants, oldest first")
    ResponseEntity<Page<TenantView>> list(
            Caller caller,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        var rows = tenants.list(caller.scope(), page.afterId(), page.limit() + 1);
        var found = Page.of(rows, page, tenant -> tenant.id().value());
        return PageResponse.of(found.map(TenantView::of), request);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a tenant")
    ResponseEntity<TenantView> create(Caller caller, @RequestBody TenantBody body) {
        caller.requirePlatform();
        var tenant = body.toTenant(new TenantId(ids.next()));
        tenants.add(tenant);
        return ResponseEntity.created(URI.create("/api/v1/tenants/" + tenant.id()))
                .body(TenantView.of(tenant));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a tenant")
    TenantView show(Caller caller, @PathVariable TenantId id) {
        return TenantView.of(caller.visible(tenants.find(id), tenant -> tenant.id(), "tenant", id));
    }

    @PutMapping("/{id}")
    @Operation(summary = "Replace a tenant's data; what is left out takes its default")
    TenantView replace(Caller caller, @PathVariable TenantId id, @RequestBody TenantBody body) {
        show(caller, id);
        caller.requirePlatform();
        var tenant = body.toTenant(id);
        tenants.replace(tenant);
        return TenantView.of(tenant);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a tenant with its users, devices, trunks and API keys; CDRs and recordings stay")
    void delete(Caller caller, @PathVariable TenantId id) {
        show(caller, id);
        caller.requirePlatform();
        if (!tenants.remove(id)) {
            throw Refusal.notFound("tenant", id);
        }
    }
}
