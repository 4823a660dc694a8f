package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.gateway.problem.Refusal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many users of a tenant may have recordings of their own. */
@Component
class Seats {

    /** Where the number of seats stands in a document. */
    static final String NUMBER = "/seats";

    private final JdbcClient jdbc;

    Seats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Checks what the transaction has just written.
     *
     * @param pointer to what is to blame: the user's seat, or the number of seats
     * @param promised how many more are as good as taken
     * @throws Refusal 409 when more users have a seat than the tenant has seats
     */
    void require(TenantId tenant, String pointer, int promised) {
        // Two who take the last seat at once: the second waits here for the first.
        jdbc.sql("select 1 from directory.tenants where id = :id for update")
                .param("id", tenant.value())
                .query(Integer.class)
                .optional();
        Integer seats = seatsOf(tenant);
        long taken = taken(tenant) + promised;
        if (seats != null && taken > seats) {
            throw Refusal.conflict(
                    pointer,
                    pointer.equals(NUMBER)
                            ? "With " + seats + " seats there are too few: " + taken + " users of the tenant have one."
                            : "The tenant has " + seats + " seats for recording, and all are taken.");
        }
    }

    /**
     * Checks the same for all tenants without seats of their own.
     *
     * @param seats what the platform says for them
     * @throws Refusal 409 when one of them has more users with a seat
     */
    void requireEverywhere(int seats) {
        // Who takes a seat meanwhile waits, and then finds the new number.
        int _ = jdbc.sql("select id from directory.tenants order by id for update")
                .query(UUID.class)
                .list()
                .size();
        jdbc.sql("""
                select t.domain || ', which has none of its own, has ' || count(*)
                from directory.tenants t join directory.users u on u.tenant_id = t.id
                    join directory.recording_rules r on r.level = :userLevel and r.scope = u.id
                where r.document like '%"seat"%' and cast(r.document as jsonb) ->> 'seat' = 'true'
                    and not exists (
                        select 1 from directory.recording_rules own
                        where own.level = :tenantLevel and own.scope = t.id
                            and cast(own.document as jsonb) ->> 'seats' is not null)
                group by t.id having count(*) > :seats
                order by count(*) desc, t.domain limit 1
                """)
                .param("userLevel", RecordingLevel.USER.name())
                .param("tenantLevel", RecordingLevel.TENANT.name())
                .param("seats", seats)
                .query(String.class)
                .optional()
                .ifPresent(worst -> {
                    throw Refusal.conflict(
                            NUMBER,
                            "With " + seats + " seats there are too few: tenant " + worst + " users with a seat.");
                });
    }

    private @Nullable Integer seatsOf(TenantId tenant) {
        return jdbc.sql("""
                select cast(document as jsonb) ->> 'seats' from directory.recording_rules
                where (level = :tenantLevel and scope = :id or level = :platformLevel)
                    and cast(document as jsonb) ->> 'seats' is not null
                order by scope nulls last limit 1
                """)
                .param("tenantLevel", RecordingLevel.TENANT.name())
                .param("platformLevel", RecordingLevel.PLATFORM.name())
                .param("id", tenant.value())
                .query(String.class)
                .optional()
                .map(Integer::valueOf)
                .orElse(null);
    }

    private long taken(TenantId tenant) {
        return jdbc.sql("""
                select count(*) from directory.recording_rules r join directory.users u on u.id = r.scope
                where r.level = :level and u.tenant_id = :tenant and cast(r.document as jsonb) ->> 'seat' = 'true'
                """)
                .param("level", RecordingLevel.USER.name())
                .param("tenant", tenant.value())
                .query(Long.class)
                .single();
    }
}
