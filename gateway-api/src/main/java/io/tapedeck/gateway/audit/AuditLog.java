package io.tapedeck.gateway.audit;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where accesses are written down. Nothing is ever changed or removed; the database itself sees to that. */
public interface AuditLog {

    /**
     * One access.
     *
     * @param actor name of the caller, or {@code link:<id>} for one who came by a link
     * @param action {@code media.play}, {@code media.download}, {@code link.create}, {@code link.revoke}
     * @param remoteAddress from where, as the gateway's socket saw it
     */
    record Entry(
            UUID id,
            Instant at,
            String actor,
            String action,
            RecordingId recordingId,
            TenantId tenantId,
            String remoteAddress) {}

    void append(Entry entry);

    /**
     * Entries, newest first.
     *
     * @param only narrows the list to one tenant; null for all
     * @param before the id before which the list begins; null for the newest
     */
    List<Entry> list(@Nullable TenantId only, @Nullable RecordingId recording, @Nullable UUID before, int limit);
}
