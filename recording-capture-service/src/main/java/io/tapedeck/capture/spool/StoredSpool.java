package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.protocol.pcapng.PcapngBlock.EnhancedPacket;
import io.tapedeck.protocol.pcapng.PcapngBlock.InterfaceDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A spool for people: what is in it, whether it is sound, and how to have it announced again. Works beside a running
 * service, or without one; only {@link #reseal} changes anything.
 */
public final class StoredSpool {

    private final Path root;
    private final SpoolDirectory directory;
    private final SpoolDirectory setAside;

    private StoredSpool(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.directory = SpoolDirectory.seen(root);
        this.setAside = directory.setAside();
    }

    /** @throws IOException when there is no such directory */
    public static StoredSpool at(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString(), null, "there is no spool");
        }
        return new StoredSpool(root);
    }

    public Path root() {
        return root;
    }

    /** Whether a capture service runs on it just now. */
    public boolean isInUse() throws IOException {
        return SpoolDirectory.isInUse(root);
    }

    /** Oldest first; those that were put aside behind the others. */
    public List<StoredCapture> captures() throws IOException {
        List<StoredCapture> all = new ArrayList<>();
        for (CaptureId id : directory.captures()) {
            of(id, directory, false).ifPresent(all::add);
        }
        for (CaptureId id : setAside.captures()) {
            of(id, setAside, true).ifPresent(all::add);
        }
        return all;
    }

    public Optional<StoredCapture> find(CaptureId id) throws IOException {
        return of(id, directory, false).or(() -> of(id, setAside, true));
    }

    private static Optional<StoredCapture> of(CaptureId id, SpoolDirectory where, boolean isSetAside) {
        if (where.isEmpty(id)) {
            return Optional.empty(); // removed meanwhile
        }
        try {
            return Optional.of(new StoredCapture(id, isSetAside, where.read(id), null, sizeOf(where.mediaFile(id))));
        } catch (IOException e) {
            return Optional.of(new StoredCapture(id, isSetAside, null, reason(e), sizeOf(where.mediaFile(id))));
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException ? "there is none" : String.valueOf(e.getMessage());
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // not there yet, or not any more
        }
    }

    public Path mediaFile(StoredCapture capture) {
        return (capture.isSetAside() ? setAside : directory).mediaFile(capture.id());
    }

    /** Every stream of the media file, as far as the file is whole. */
    public List<StoredStream> streams(StoredCapture capture) throws IOException {
        List<StoredStream> streams = new ArrayList<>();
        MediaScan.of(mediaFile(capture), Long.MAX_VALUE, (block, _) -> {
            switch (block) {
                case InterfaceDescription one -> streams.add(StoredStream.silent(streams.size(), one.name()));
                case EnhancedPacket packet ->
                    streams.set(
                            packet.interfaceIndex(),
                            streams.get(packet.interfaceIndex())
                                    .plus(packet.unixNanos(), packet.frame().remaining()));
                default -> {
                    // tells nothing about a stream
                }
            }
        });
        return List.copyOf(streams);
    }

    /** Reads all of it. */
    public Verification verify(StoredCapture capture) throws IOException {
        return Verification.of(capture, mediaFile(capture));
    }

    /**
     * Makes manifest and checksum fit the media again, after what only a journal has was put into it; the service
     * announces it at its next start.
     *
     * @param tenant for whom it is, when its manifest cannot say so any more; null for nobody
     * @throws IOException when it belongs to a running service, or nothing of it is left
     */
    public Manifest reseal(StoredCapture capture, @Nullable TenantId tenant, InstantSource clock) throws IOException {
        if (capture.isSetAside()) {
            Manifest sealed = new Resealing(setAside, clock).reseal(capture.id(), tenant, List.of());
            directory.putBack(capture.id());
            return sealed;
        }
        try (var owned = new SpoolDirectory(root)) {
            return new Resealing(owned, clock).reseal(capture.id(), tenant, owned.journals());
        }
    }
}
