package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.TeamId;
import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads from the directory which rules count for whom. */
record Ladders(DirectorySnapshot directory) {

    /**
     * The tenant's rules and the platform's. What was said when the tenant was created holds until the tenant has rules of
     * its own: behind the platform's where recording was switched on, and in their place where it was switched off.
     */
    Ladder deciding(Tenant tenant) {
        Ladder written = written(tenant);
        if (!written.only(RecordingLevel.TENANT).isEmpty()) {
            return written;
        }
        var created = new Ladder(List.of(original(tenant)));
        return tenant.recording().enabled() ? written.then(created) : created;
    }

    /** Where a tenant's recordings find what the deciding rule leaves open, and those of its users after their own. */
    Ladder all(Tenant tenant) {
        return written(tenant).then(new Ladder(List.of(original(tenant))));
    }

    /** The device's rules, the user's and those of the user's teams. */
    Ladder endpoint(UserId user, @Nullable DeviceId device) {
        var rungs = new ArrayList<Rung>();
        if (device != null) {
            add(rungs, RecordingLevel.DEVICE, device.value());
        }
        add(rungs, RecordingLevel.USER, user.value());
        for (TeamId team : directory.teamsOf(user)) {
            add(rungs, RecordingLevel.TEAM, team.value());
        }
        return new Ladder(rungs);
    }

    private Ladder written(Tenant tenant) {
        var rungs = new ArrayList<Rung>();
        add(rungs, RecordingLevel.TENANT, tenant.id().value());
        add(rungs, RecordingLevel.PLATFORM, null);
        return new Ladder(rungs);
    }

    private void add(List<Rung> rungs, RecordingLevel level, @Nullable UUID scope) {
        RecordingRules found = directory.rules(level, scope);
        if (found != null) {
            rungs.add(new Rung(level, found));
        }
    }

    private static Rung original(Tenant tenant) {
        RecordingSettings said = tenant.recording();
        var rule = RecordingRule.of(said.enabled(), said.format(), said.deliverTo());
        var every = new LegRules(null, null, rule);
        return new Rung(
                RecordingLevel.TENANT,
                new RecordingRules(null, null, every, said.layout(), null, null, null, null, null, null, null));
    }
}
