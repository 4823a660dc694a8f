package io.tapedeck.gateway.rules;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.tenants.Tenants;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** REST: one change of many settings documents of a tenant. */
@RestController
@RequestMapping("/api/v1/tenants/{tenantId}/recording-settings/bulk")
@Tag(name = "Recording settings", description = "Who is recorded, at five levels; what is absent falls through")
class BulkController {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Tenants tenants;
    private final BulkTargets targets;
    private final RulesDesk desk;

    /** One at a time: it is as fast as the database, and single changes of others go on beside it. */
    private final Semaphore turn = new Semaphore(1);

    BulkController(Tenants tenants, BulkTargets targets, RulesDesk desk) {
        this.tenants = tenants;
        this.targets = targets;
        this.desk = desk;
    }

    @PostMapping
    @Operation(
            summary = "Change many documents by one merge patch, or say what would change",
            description = "Each document is changed whole or not at all, with a version and history of its own; "
                    + "one that is refused does not hold up the others.")
    BulkResult change(Caller caller, @PathVariable TenantId tenantId, @RequestBody BulkBody body) {
        tenants.require(caller, tenantId);
        BulkOrder order = body.checked(BulkTargets.MOST);
        requireReadable(tenantId, order);
        if (!turn.tryAcquire()) {
            throw Refusal.retryLater(Reason.BUSY, "Another bulk change is under way.", SOON);
        }
        try {
            var run = new BulkRun(desk, caller, tenantId, order);
            return BulkResult.of(
                    order.dryRun(),
                    targets.find(tenantId, order.of(), order.select()).stream()
                            .map(run::change)
                            .toList());
        } finally {
            turn.release();
        }
    }

    /** What is no settings document for anybody is refused as a whole. */
    private void requireReadable(TenantId tenant, BulkOrder order) {
        var nobody = new RulesScope(order.of().level(), null, tenant);
        try {
            RecordingRules _ = desk.merged(nobody, new RulesDocument(0, RecordingRules.UNDEFINED), order.patch());
        } catch (Refusal refusal) {
            throw Refusal.invalid(refusal.faults().stream()
                    .map(fault -> new Fault("/patch" + fault.pointer(), fault.detail()))
                    .toList());
        }
    }
}
