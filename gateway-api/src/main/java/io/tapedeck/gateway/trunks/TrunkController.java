package io.tapedeck.gateway.trunks;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.TrunkId;
import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.identifiers.FreshIds;
import io.tapedeck.gateway.paging.Page;
import io.tapedeck.gateway.paging.PageRequest;
import io.tapedeck.gateway.paging.PageResponse;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.tenants.Tenants;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
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

/** REST: trunks. A caller of a tenant sees those that the tenant owns; only the platform changes them. */
@RestController
@RequestMapping("/api/v1/trunks")
@Tag(name = "Trunks", description = "SIP peers that lead outside")
class TrunkController {

    private final Trunks trunks;
    private final Tenants tenants;
    private final FreshIds ids;

    TrunkController(Trunks trunks, Tenants tenants, FreshIds ids) {
        this.trunks = trunks;
        this.tenants = tenants;
        this.ids = ids;
    }

    @GetMapping
    @Operation(summary = "List trunks, oldest first")
    ResponseEntity<Page<TrunkView>> list(
            Caller caller,
            @RequestParam(required = false) @Nullable TenantId tenantId,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request) {
        PageRequest page = PageRequest.of(limit, cursor);
        return PageResponse.read(
                page,
                (after, rows) -> trunks.list(caller.narrow(tenantId), after, rows),
                trunk -> trunk.id().value(),
                TrunkView::of,
                request);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a trunk")
    ResponseEntity<TrunkView> create(Caller caller, @RequestBody TrunkBody body) {
        requireOwner(caller, body.owner());
        var trunk = body.toTrunk(new TrunkId(ids.next()), null);
        trunks.add(trunk);
        return ResponseEntity.created(URI.create("/api/v1/trunks/" + trunk.id()))
                .body(TrunkView.of(trunk));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a trunk")
    TrunkView show(Caller caller, @PathVariable TrunkId id) {
        return TrunkView.of(visible(caller, id));
    }

    @PutMapping("/{id}")
    @Operation(summary = "Replace a trunk's data; what is left out takes its default")
    TrunkView replace(Caller caller, @PathVariable TrunkId id, @RequestBody TrunkBody body) {
        Trunk old = visible(caller, id);
        requireOwner(caller, body.owner());
        var trunk = body.toTrunk(id, old);
        trunks.replace(trunk);
        return TrunkView.of(trunk);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a trunk")
    void delete(Caller caller, @PathVariable TrunkId id) {
        visible(caller, id);
        caller.requirePlatform();
        if (!trunks.remove(id)) {
            throw Refusal.notFound("trunk", id);
        }
    }

    private Trunk visible(Caller caller, TrunkId id) {
        return caller.visible(trunks.find(id), Trunk::tenantId, "trunk", id);
    }

    /** Only the platform decides whose calls come from which address; otherwise a tenant could claim a stranger's. */
    private void requireOwner(Caller caller, @Nullable TenantId owner) {
        caller.requirePlatform();
        if (owner != null && tenants.find(owner).isEmpty()) {
            throw Refusal.invalid(List.of(new Fault("/tenantId", "There is no tenant " + owner + ".")));
        }
    }
}
