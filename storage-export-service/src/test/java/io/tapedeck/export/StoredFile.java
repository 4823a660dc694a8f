package io.tapedeck.export;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.contracts.DeliveryMethod;
import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.recordings.MediaFile;
import io.tapedeck.contracts.recordings.RecordingEvent.RecordingReady;
import io.tapedeck.export.export.Delivery;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A finished recording in a store. */
public record StoredFile(RecordingId recording, TenantId tenant, String key, byte[] content) {

    public static final Instant MORNING = Instant.parse("2030-01-07T09:00:00Z");

    public static StoredFile in(Path store) {
        return in(store, 100_000);
    }

    public static StoredFile in(Path store, int bytes) {
        var id = new RecordingId(UUID.randomUUID());
        var content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        var file = new StoredFile(id, new TenantId(UUID.randomUUID()), "2030/01/" + id + ".wav", content);
        file.writeTo(store);
        return file;
    }

    public void writeTo(Path store) {
        try {
            Path path = store.resolve(key);
            Files.createDirectories(path.getParent());
            Files.write(path, content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Delivery deliveryTo(URI address) {
        return deliveryTo(address, MORNING);
    }

    public Delivery deliveryTo(URI address, Instant orderedAt) {
        return deliveryTo(address, DeliveryMethod.PUT, orderedAt);
    }

    public Delivery postedTo(URI address) {
        return deliveryTo(address, DeliveryMethod.POST, MORNING);
    }

    private Delivery deliveryTo(URI address, DeliveryMethod method, Instant orderedAt) {
        return new Delivery(
                0, recording, tenant, address, method, key, MediaFormat.WAV, content.length, sha256(), orderedAt, 0);
    }

    public RecordingReady readyFor(@Nullable URI address) {
        return new RecordingReady(
                recording,
                new SessionId(UUID.randomUUID()),
                new CaptureId(UUID.randomUUID()),
                tenant,
                null,
                MORNING,
                Duration.ofSeconds(6),
                new MediaFile(key, MediaFormat.WAV, ChannelLayout.MONO, content.length, sha256(), 8000, 1),
                false,
                address,
                MORNING.plusSeconds(10));
    }

    public String sha256() {
        return HexFormat.of().formatHex(digest());
    }

    public byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
