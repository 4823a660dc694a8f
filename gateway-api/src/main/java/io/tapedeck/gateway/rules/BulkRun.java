package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.rules.BulkResult.Item;
import io.tapedeck.gateway.rules.BulkResult.Outcome;

/** Carries a bulk change out, or only finds what it would do. For one thread. */
final class BulkRun {

    private final RulesDesk desk;
    private final Caller caller;
    private final TenantId tenant;
    private final BulkOrder order;

    /** Seats that would be taken already, were this no dry run. */
    private int promised;

    BulkRun(RulesDesk desk, Caller caller, TenantId tenant, BulkOrder order) {
        this.desk = desk;
        this.caller = caller;
        this.tenant = tenant;
        this.order = order;
    }

    Item change(BulkTarget target) {
        var scope = new RulesScope(order.of().level(), target.id(), tenant);
        try {
            String seen = order.versions().get(target.id());
            return desk.upon(scope, seen, before -> changed(scope, target, before));
        } catch (Refusal refusal) {
            return Item.refused(target, desk.current(scope), refusal);
        }
    }

    private Item changed(RulesScope scope, BulkTarget target, RulesDocument before) {
        RecordingRules after = desk.merged(scope, before, order.patch());
        if (after.equals(before.rules())) {
            return Item.done(target, Outcome.UNCHANGED, before.version(), before.rules(), after);
        }
        long version = order.dryRun()
                ? rehearsed(scope, before, after)
                : desk.replace(caller, scope, before, after).version();
        return Item.done(target, Outcome.CHANGED, version, before.rules(), after);
    }

    private long rehearsed(RulesScope scope, RulesDocument before, RecordingRules after) {
        desk.rehearse(caller, scope, before, after, promised);
        if (Boolean.TRUE.equals(after.seat())
                && !Boolean.TRUE.equals(before.rules().seat())) {
            promised++;
        }
        return before.version();
    }
}
