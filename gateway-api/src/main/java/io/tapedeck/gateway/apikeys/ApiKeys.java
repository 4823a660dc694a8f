package io.tapedeck.gateway.apikeys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where API keys are kept: only their hashes. */
public interface ApiKeys {

    /**
     * @param tenantId the one tenant whose data the key opens; null for the whole platform
     * @param hint the first characters of the key, by which people tell keys apart
     */
    record ApiKey(UUID id, String name, @Nullable UUID tenantId, String hint, Instant createdAt) {}

    /**
     * @param sha256 digest of the key
     * @throws io.tapedeck.gateway.problem.Refusal 404 when the tenant is not there
     */
    void add(ApiKey key, byte[] sha256);

    /** The key ceases to work at once. False when it was not there. */
    boolean remove(UUID id);

    Optional<ApiKey> find(UUID id);

    Optional<ApiKey> findByHash(byte[] sha256);

    /** Keys in the order of their ids, behind {@code after}. */
    List<ApiKey> list(@Nullable UUID after, int limit);
}
