package io.tapedeck.gateway.ledger;

import io.tapedeck.gateway.requests.Repeatables;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Answers to repeatable requests in PostgreSQL. */
@Repository
class JdbcRepeatables implements Repeatables {

    private final JdbcClient jdbc;

    JdbcRepeatables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Row(String fingerprint, @Nullable String response) {}

    @Override
    public Claim claim(String id, String fingerprint, Instant now, Instant forgetBefore, Instant abandonedBefore) {
        jdbc.sql("""
                delete from directory.repeatable
                where began_at < :forget or (id = :id and response is null and began_at < :abandoned)
                """)
                .param("forget", Columns.time(forgetBefore))
                .param("id", id)
                .param("abandoned", Columns.time(abandonedBefore))
                .update();
        int claimed = jdbc.sql("""
                insert into directory.repeatable (id, fingerprint, began_at) values (:id, :fingerprint, :now)
                on conflict (id) do nothing
                """)
                .param("id", id)
                .param("fingerprint", fingerprint)
                .param("now", Columns.time(now))
                .update();
        return claimed > 0 ? new Claim.Ours() : known(id, fingerprint);
    }

    private Claim known(String id, String fingerprint) {
        var row = jdbc.sql("select fingerprint, response from directory.repeatable where id = :id")
                .param("id", id)
                .query((columns, _) -> new Row(columns.getString("fingerprint"), columns.getString("response")))
                .optional();
        if (row.isEmpty()) {
            return new Claim.UnderWay(); // released a moment ago: the next attempt will be new
        }
        if (!row.get().fingerprint().equals(fingerprint)) {
            return new Claim.Different();
        }
        String response = row.get().response();
        return response == null ? new Claim.UnderWay() : new Claim.Answered(response);
    }

    @Override
    public void answer(String id, String response) {
        jdbc.sql("update directory.repeatable set response = :response where id = :id")
                .param("response", response)
                .param("id", id)
                .update();
    }

    @Override
    public void release(String id) {
        jdbc.sql("delete from directory.repeatable where id = :id")
                .param("id", id)
                .update();
    }
}
