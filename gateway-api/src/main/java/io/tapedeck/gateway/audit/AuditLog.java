package io.tapedeck.gateway.audit;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where accesses to recordings, and what is done to those that are being made, are written down. Nothing is ever changed or removed; the database itself sees to that. */
public interface AuditLog {

    /**
     * One access.
     *
     * @param actor name of the caller, or {@code link:<id>} for one who came by a link
     * @param action {@code media.play}, {@code media.download}, {@code link.create}, {@code link.revoke}, {@code
     *     recording.start}, {@code .stop}, {@code .pause}, {@code .resume}; of the last four, one that was refused has the
     *     reason behind it
     * @param recordingId null where a call is meant
     * @param sessionId the call; null where a recording is meant
     * @param remoteAddress from where, as the gateway's socket saw it
     */
    record Entry(
            UUID id,
            Instant at,
            String actor,
            String action,
            @Nullable RecordingId recordingId,
            @Nullable SessionId sessionId,
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
