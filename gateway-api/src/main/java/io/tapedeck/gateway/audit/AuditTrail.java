package io.tapedeck.gateway.audit;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.audit.AuditLog.Entry;
import io.tapedeck.gateway.identifiers.FreshIds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import org.springframework.stereotype.Component;

/**
 * Writes accesses into the log before they happen. A player asks for one recording in many ranges; those of one listener
 * within a minute are one access.
 */
@Component
public class AuditTrail {

    private static final Duration ONE_ACCESS = Duration.ofMinutes(1);
    private static final int REMEMBERED = 10_000;

    private final AuditLog log;
    private final FreshIds ids;
    private final Clock clock;

    /** When what was written last, oldest first. Guarded by itself; forgetting one only means one more entry. */
    private final LinkedHashMap<Access, Instant> recent = new LinkedHashMap<>();

    public AuditTrail(AuditLog log, FreshIds ids, Clock clock) {
        this.log = log;
        this.ids = ids;
        this.clock = clock;
    }

    /** What makes two accesses the same. */
    public record Access(
            String actor, String action, RecordingId recordingId, TenantId tenantId, String remoteAddress) {}

    /** Writes one entry for every call. */
    public void write(Access access) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        log.append(new Entry(
                ids.next(),
                now,
                access.actor,
                access.action,
                access.recordingId,
                null,
                access.tenantId,
                access.remoteAddress));
    }

    /** Writes what was done to the recording of a call, or refused. */
    public void writeControl(String actor, String action, SessionId session, TenantId tenant, String remoteAddress) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        log.append(new Entry(ids.next(), now, actor, action, null, session, tenant, remoteAddress));
    }

    /** Writes an entry unless the same access was written within the last minute. */
    public void writeOnce(Access access) {
        if (!isNew(access)) {
            return;
        }
        try {
            write(access);
        } catch (RuntimeException unwritten) {
            forget(access); // nobody may listen within the minute on the strength of an entry that is not there
            throw unwritten;
        }
    }

    private void forget(Access access) {
        synchronized (recent) { // guards recent; held for a map look-up
            recent.remove(access);
        }
    }

    private boolean isNew(Access access) {
        Instant now = clock.instant();
        synchronized (recent) { // guards recent; held for a map look-up
            Instant last = recent.get(access);
            if (last != null && now.isBefore(last.plus(ONE_ACCESS))) {
                return false;
            }
            recent.remove(access);
            if (recent.size() >= REMEMBERED) {
                recent.pollFirstEntry();
            }
            recent.put(access, now);
            return true;
        }
    }
}
