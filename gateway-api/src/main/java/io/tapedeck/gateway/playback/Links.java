package io.tapedeck.gateway.playback;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Where given out links and the keys that sign them are kept. */
public interface Links {

    /**
     * A link that was given out.
     *
     * @param revokedAt null while it works
     */
    record Link(
            UUID id,
            RecordingId recordingId,
            TenantId tenantId,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt) {}

    void add(Link link);

    Optional<Link> find(UUID id);

    /** The links of a recording, newest first, at most {@code limit}. */
    List<Link> of(RecordingId recording, int limit);

    /** Revokes one link of the recording. False when there is none that still worked. */
    boolean revoke(RecordingId recording, UUID link, Instant at);

    /** Revokes all links of the recording and says how many still worked. */
    int revokeAll(RecordingId recording, Instant at);

    /** A key that signs links. */
    record SigningKey(int version, SecretKey secret) {}

    /** The newest key; made at the first call. */
    SigningKey signingKey();

    /** Null when there is no such version. */
    @Nullable
    SecretKey signingKey(int version);
}
