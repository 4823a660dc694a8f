package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.gateway.problem.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How many users of a tenant may have recordings of their own. */
@Component
class Seats {

    private final JdbcClient jdbc;

    Seats(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Checks what the transaction has just written.
     *
     * @param promised how many more are as good as taken
     * @throws Refusal 409 when more users have a seat than the tenant has seats
     */
    void require(TenantId tenant, int promised) {
        // Two who take the last seat at once: the second waits here for the first.
        jdbc.sql("select 1 from directory.tenants where id = :id for update")
                .param("id", tenant.value())
                .query(Integer.class)
                .optional();
        Integer seats = seatsOf(tenant);
        if (seats != null && taken(tenant) + promised > seats) {
            throw Refusal.conflict("/seat", "The tenant has " + seats + " seats for recording, and all are taken.");
        }
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
