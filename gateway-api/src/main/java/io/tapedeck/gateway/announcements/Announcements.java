package io.tapedeck.gateway.announcements;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Announcement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where announcements are kept. Each change is told to the other services, sooner or later, in order. */
public interface Announcements {

    /**
     * @param millis how long it is heard
     */
    record Stored(Announcement announcement, long millis) {}

    /**
     * @throws io.tapedeck.gateway.problem.Refusal 404 when the tenant is not there, 409 when the name is taken in it
     *     or it has as many as it may have
     */
    void add(Stored stored);

    /**
     * Asks before the work of making one is done.
     *
     * @throws io.tapedeck.gateway.problem.Refusal 409 when the tenant has as many as it may have
     */
    void requirePlace(TenantId tenant);

    /**
     * False when it was not there.
     *
     * @throws io.tapedeck.gateway.problem.Refusal 409 while settings name it
     */
    boolean remove(AnnouncementId id);

    Optional<Stored> find(AnnouncementId id);

    /** Those of a tenant in the order of their ids, behind {@code after}. */
    List<Stored> list(TenantId tenant, @Nullable UUID after, int limit);
}
