package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.AnnouncementId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent.Announcement;
import io.tapedeck.gateway.announcements.AnnouncementSettings;
import io.tapedeck.gateway.announcements.Announcements;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Announcements in PostgreSQL. */
@Repository
class JdbcAnnouncements implements Announcements {

    private final JdbcClient jdbc;
    private final Journal journal;
    private final Writes writes;
    private final int quota;

    JdbcAnnouncements(JdbcClient jdbc, Journal journal, Writes writes, AnnouncementSettings settings) {
        this.jdbc = jdbc;
        this.journal = journal;
        this.writes = writes;
        this.quota = settings.announcementsPerTenant();
    }

    @Override
    public void add(Stored stored) {
        Announcement one = stored.announcement();
        writes.run(() -> {
            lock(one.tenantId());
            requirePlace(one.tenantId());
            int _ = jdbc.sql("""
                            insert into directory.announcements (id, tenant_id, name, sha256, sound, millis)
                            values (:id, :tenant, :name, :sha256, :sound, :millis)
                            """)
                    .param("id", one.id().value())
                    .param("tenant", one.tenantId().value())
                    .param("name", one.name())
                    .param("sha256", one.sha256())
                    .param("sound", one.sound())
                    .param("millis", stored.millis())
                    .update();
            journal.tell(one.id().value(), one);
        });
    }

    /** Two who take the last place at once: the second waits for the first. */
    private void lock(TenantId tenant) {
        int _ = jdbc.sql("select 1 from directory.tenants where id = :id for update")
                .param("id", tenant.value())
                .query(Integer.class)
                .list()
                .size();
    }

    @Override
    public void requirePlace(TenantId tenant) {
        if (count(tenant) >= quota) {
            throw Refusal.of(
                    Reason.CONFLICT,
                    "A tenant has at most " + quota + " announcements; delete one that is not needed any more.");
        }
    }

    private int count(TenantId tenant) {
        return jdbc.sql("select count(*) from directory.announcements where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Integer.class)
                .single();
    }

    @Override
    public boolean remove(AnnouncementId id) {
        return writes.get(() -> {
            // rules are written under a lock of this row, see JdbcRules
            boolean there = !jdbc.sql("select 1 from directory.announcements where id = :id for update")
                    .param("id", id.value())
                    .query(Integer.class)
                    .list()
                    .isEmpty();
            if (there && isInUse(id)) {
                throw Refusal.conflict("", "Recording settings name this announcement; change them first.");
            }
            if (there) {
                int _ = jdbc.sql("delete from directory.announcements where id = :id")
                        .param("id", id.value())
                        .update();
                journal.forget(id.value());
            }
            return there;
        });
    }

    private boolean isInUse(AnnouncementId id) {
        return jdbc.sql("""
                        select exists (select 1 from directory.recording_rules
                            where cast(document as jsonb) #>> '{announcement,own}' = :id)
                        """).param("id", id.toString()).query(Boolean.class).single();
    }

    @Override
    public Optional<Stored> find(AnnouncementId id) {
        return jdbc.sql("select * from directory.announcements where id = :id")
                .param("id", id.value())
                .query(JdbcAnnouncements::stored)
                .optional();
    }

    @Override
    public List<Stored> list(TenantId tenant, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        select id, tenant_id, name, sha256, '' as sound, millis from directory.announcements
                        where tenant_id = :tenant and (cast(:after as uuid) is null or id > :after)
                        order by id limit :limit
                        """)
                .param("tenant", tenant.value())
                .param("after", after)
                .param("limit", limit)
                .query(JdbcAnnouncements::stored)
                .list();
    }

    static Stored stored(ResultSet row, int number) throws SQLException {
        var announcement = new Announcement(
                new AnnouncementId(Columns.id(row, "id")),
                new TenantId(Columns.id(row, "tenant_id")),
                row.getString("name"),
                row.getString("sha256"),
                row.getString("sound"));
        return new Stored(announcement, row.getLong("millis"));
    }
}
