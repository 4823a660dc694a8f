package io.tapedeck.gateway.ledger;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.playback.Links;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Links and the keys that sign them, in PostgreSQL, so that several gateways give out and take the same links. */
@Repository
class JdbcLinks implements Links {

    private static final int KEY_BYTES = 32;

    private final JdbcClient jdbc;
    private final RandomGenerator random;
    private final Clock clock;

    /** A key never changes once it is there. */
    private final Map<Integer, SecretKey> known = new ConcurrentHashMap<>();

    JdbcLinks(JdbcClient jdbc, RandomGenerator random, Clock clock) {
        this.jdbc = jdbc;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public void add(Link link) {
        jdbc.sql("""
                insert into directory.links (id, recording_id, tenant_id, created_by, created_at, expires_at)
                values (:id, :recording, :tenant, :by, :at, :expires)
                """)
                .param("id", link.id())
                .param("recording", link.recordingId().value())
                .param("tenant", link.tenantId().value())
                .param("by", link.createdBy())
                .param("at", Columns.time(link.createdAt()))
                .param("expires", Columns.time(link.expiresAt()))
                .update();
    }

    @Override
    public Optional<Link> find(UUID id) {
        return jdbc.sql("select * from directory.links where id = :id")
                .param("id", id)
                .query(JdbcLinks::link)
                .optional();
    }

    @Override
    public List<Link> of(RecordingId recording, int limit) {
        return jdbc.sql("""
                select * from directory.links where recording_id = :recording order by id desc limit :limit
                """)
                .param("recording", recording.value())
                .param("limit", limit)
                .query(JdbcLinks::link)
                .list();
    }

    @Override
    public boolean revoke(RecordingId recording, UUID link, Instant at) {
        return jdbc.sql("""
                update directory.links set revoked_at = :at
                where id = :id and recording_id = :recording and revoked_at is null
                """)
                        .param("at", Columns.time(at))
                        .param("id", link)
                        .param("recording", recording.value())
                        .update()
                > 0;
    }

    @Override
    public int revokeAll(RecordingId recording, Instant at) {
        return jdbc.sql("""
                update directory.links set revoked_at = :at where recording_id = :recording and revoked_at is null
                """)
                .param("at", Columns.time(at))
                .param("recording", recording.value())
                .update();
    }

    @Override
    public SigningKey signingKey() {
        return newest().orElseGet(this::first);
    }

    private Optional<SigningKey> newest() {
        return jdbc.sql("select * from directory.signing_keys order by version desc limit 1")
                .query((row, _) -> new SigningKey(row.getInt("version"), key(row.getBytes("secret"))))
                .optional();
    }

    private SigningKey first() {
        byte[] secret = new byte[KEY_BYTES];
        random.nextBytes(secret);
        jdbc.sql("""
                insert into directory.signing_keys (version, secret, created_at) values (1, :secret, :at)
                on conflict (version) do nothing
                """)
                .param("secret", secret)
                .param("at", Columns.time(clock.instant()))
                .update();
        return newest().orElseThrow(); // ours, or that of a gateway that was faster
    }

    @Override
    public @Nullable SecretKey signingKey(int version) {
        SecretKey key = known.get(version);
        if (key != null) {
            return key;
        }
        SecretKey found = jdbc.sql("select secret from directory.signing_keys where version = :version")
                .param("version", version)
                .query((row, _) -> key(row.getBytes(1)))
                .optional()
                .orElse(null);
        if (found != null) {
            known.put(version, found);
        }
        return found;
    }

    private static SecretKey key(byte[] secret) {
        return new SecretKeySpec(secret, "HmacSHA256");
    }

    private static Link link(ResultSet row, int number) throws SQLException {
        return new Link(
                Columns.id(row, "id"),
                new RecordingId(Columns.id(row, "recording_id")),
                new TenantId(Columns.id(row, "tenant_id")),
                row.getString("created_by"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                Columns.maybeInstant(row, "revoked_at"));
    }
}
