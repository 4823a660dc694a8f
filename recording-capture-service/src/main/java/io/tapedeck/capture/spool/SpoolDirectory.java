package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The directory of the raw captures, one sub-directory each, named by the capture's id. Belongs to one process. */
public final class SpoolDirectory implements AutoCloseable {

    private static final String MANIFEST = "manifest.json";
    private static final String MEDIA = "media.pcapng";
    private static final String JOURNALS = "journal";
    private static final String SET_ASIDE = "damaged";
    private static final String LOCK = ".lock";

    private final Path root;
    private volatile @Nullable FileChannel lockFile;
    private final JsonMapper json = JsonMapper.builder().build();

    /** @throws IOException when the directory cannot be used, or another process uses it: the operator has to act */
    public SpoolDirectory(Path root) throws IOException {
        this(root.toAbsolutePath().normalize(), lock(root.toAbsolutePath().normalize()));
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel file = FileChannel.open(
                Files.createDirectories(root).resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(file, false)) {
            file.close();
            throw new IOException("the spool " + root + " is in use by another capture service");
        }
        return file;
    }

    private SpoolDirectory(Path root, @Nullable FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /** For those who look at it only, whoever owns it. */
    static SpoolDirectory seen(Path root) {
        return new SpoolDirectory(root.toAbsolutePath().normalize(), null);
    }

    /** Captures that were put out of the way look the same, one level down. */
    SpoolDirectory setAside() {
        return seen(root.resolve(SET_ASIDE));
    }

    /** Whether a capture service runs on that spool. Changes nothing there. */
    static boolean isInUse(Path root) throws IOException {
        Path file = root.resolve(LOCK);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return !isLocked(channel, true);
        }
    }

    private static boolean isLocked(FileChannel file, boolean shared) throws IOException {
        try {
            FileLock lock = file.tryLock(0, Long.MAX_VALUE, shared);
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    public Path root() {
        return root;
    }

    public Path mediaFile(CaptureId id) {
        return directory(id).resolve(MEDIA);
    }

    Path directory(CaptureId id) {
        return root.resolve(id.toString());
    }

    /** Where a process may put its journal; nobody has been there. */
    Path freshJournal() {
        return root.resolve(JOURNALS).resolve(UUID.randomUUID().toString());
    }

    /** What earlier processes left of their journals. */
    List<Path> journals() throws IOException {
        Path all = root.resolve(JOURNALS);
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(all)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    void create(CaptureId id) throws IOException {
        Files.createDirectories(directory(id));
        sync(root);
    }

    /** Makes a capture's directory and the manifest in it; both are on the disk when this returns. */
    void begin(Manifest manifest) throws IOException {
        Files.createDirectories(directory(manifest.capture().captureId()));
        write(manifest);
    }

    /** Makes a capture's directory and the manifest in it; a killed process leaves them there, a power cut may not. */
    void beginUnsynced(CaptureId id, byte[] manifest) throws IOException {
        Files.createDirectories(directory(id));
        writeUnsynced(id, manifest);
    }

    /** Every capture there is, oldest first; the ids sort by time of birth. */
    public List<CaptureId> captures() throws IOException {
        List<CaptureId> found = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return found;
        }
        try (Stream<Path> entries = Files.list(root)) {
            entries.map(path -> idOf(path.getFileName().toString())).forEach(id -> {
                if (id != null) {
                    found.add(id);
                }
            });
        }
        found.sort((a, b) -> a.toString().compareTo(b.toString()));
        return found;
    }

    private static @Nullable CaptureId idOf(String name) {
        try {
            return new CaptureId(UUID.fromString(name));
        } catch (IllegalArgumentException _) {
            return null; // not ours to touch
        }
    }

    /** @throws IOException when there is none, or none that can be understood */
    public Manifest read(CaptureId id) throws IOException {
        return manifestOf(id, Files.readAllBytes(directory(id).resolve(MANIFEST)));
    }

    /** @throws IOException when those bytes are no manifest of that capture */
    Manifest manifestOf(CaptureId id, byte[] bytes) throws IOException {
        try {
            Manifest manifest = json.readValue(bytes, Manifest.class);
            if (!manifest.capture().captureId().equals(id)) {
                throw new IOException("the manifest in " + id + " is that of another capture");
            }
            return manifest;
        } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new IOException("the manifest of " + id + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Replaces the manifest as a whole; it is on the disk when this returns. The directories are synced last, outermost at
     * the end: then their names are there with what the manifest needed, and cost no commit of their own.
     */
    void write(Manifest manifest) throws IOException {
        CaptureId id = manifest.capture().captureId();
        replace(id, bytesOf(manifest), true);
        sync(directory(id));
        sync(root); // the directory itself may be of this moment
    }

    /** Replaces the manifest as a whole; a killed process leaves it there, a power cut may not. */
    void writeUnsynced(CaptureId id, byte[] manifest) throws IOException {
        replace(id, manifest, false);
    }

    private void replace(CaptureId id, byte[] manifest, boolean isSynced) throws IOException {
        Path directory = directory(id);
        Path fresh = directory.resolve(MANIFEST + ".tmp");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(manifest);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            if (isSynced) {
                out.force(true);
            }
        }
        Files.move(fresh, directory.resolve(MANIFEST), StandardCopyOption.ATOMIC_MOVE);
    }

    /** A manifest as its file says it. */
    byte[] bytesOf(Manifest manifest) {
        return AnnouncedMark.withRoom(json.writeValueAsBytes(manifest));
    }

    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true); // a rename outlives a power cut only with its directory
        }
    }

    /** Kafka has it. A manifest that somebody else has written is written anew. */
    public void markAnnounced(CaptureId id) throws IOException {
        if (!AnnouncedMark.isSet(directory(id).resolve(MANIFEST))) {
            write(read(id).announced());
        }
    }

    /** Removes a capture for good; the manifest last, so that what a crash leaves of it is still known. */
    void remove(CaptureId id) throws IOException {
        Path directory = directory(id);
        if (!Files.exists(directory)) {
            return;
        }
        Path manifest = directory.resolve(MANIFEST);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> !file.equals(manifest)).toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(manifest);
        Files.deleteIfExists(directory);
    }

    /** Whether nothing is in its directory, or nobody knows it. */
    boolean isEmpty(CaptureId id) {
        try (Stream<Path> files = Files.list(directory(id))) {
            return files.findAny().isEmpty();
        } catch (NoSuchFileException _) {
            return true;
        } catch (IOException _) {
            return false; // it is there, and the disk refuses
        }
    }

    /** Back from where it was put aside, to be announced at the next start. */
    void putBack(CaptureId id) throws IOException {
        Files.move(root.resolve(SET_ASIDE).resolve(id.toString()), directory(id));
        sync(root);
    }

    /** Out of the way, for people to look at. */
    Path setAside(CaptureId id) throws IOException {
        Path target = Files.createDirectories(root.resolve(SET_ASIDE)).resolve(id.toString());
        return Files.move(directory(id), target);
    }

    ConversionNote conversionNote(CaptureId id) {
        return new ConversionNote(directory(id));
    }

    DiskSpace space() throws IOException {
        File disk = root.toFile(); // asks the kernel; a FileStore reads the whole table of mounts
        if (disk.getTotalSpace() == 0) {
            throw new IOException("nobody knows how large the disk of " + root + " is");
        }
        return new DiskSpace(disk.getUsableSpace(), disk.getTotalSpace());
    }

    public long usableBytes() throws IOException {
        return space().usable();
    }

    /**
     * Whether it is where it belongs. One that was removed and came back, empty or not, is taken into possession again.
     */
    boolean isPresent() {
        if (Files.exists(root.resolve(LOCK))) {
            return true;
        }
        return Files.isDirectory(root) && isOwnedAgain();
    }

    private boolean isOwnedAgain() {
        try {
            FileChannel former = lockFile;
            lockFile = lock(root);
            if (former != null) {
                former.close();
            }
            return true;
        } catch (IOException _) {
            return false; // read-only, or somebody else was faster
        }
    }

    public boolean isWritable() {
        return Files.isWritable(root);
    }

    @Override
    public void close() throws IOException {
        FileChannel held = lockFile;
        if (held != null) {
            held.close();
        }
    }
}
