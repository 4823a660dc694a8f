package io.tapedeck.conversion.workspace;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file that is written from front to back, its checksum taken on the way. It goes past the system's page cache where the file
 * system permits that: finding pages for what nobody reads soon costs more than all the rest of writing it. One thread, which
 * closes it, too.
 */
public final class SequentialFile implements AutoCloseable {

    /** One request of the disk; a multiple of every usual block size. */
    private static final int PIECE = 1 << 19;

    private static final int LARGEST_BLOCK = 1 << 16;

    private final Path path;
    private final FileChannel file;
    private final int block;
    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer piece;
    private final Checksum.Running checksum = new Checksum.Running();
    private long written;

    /** @param block what is written at once must be a multiple of it, in bytes */
    private SequentialFile(Path path, FileChannel file, int block) {
        this.path = path;
        this.file = file;
        this.block = block;
        this.piece = arena.allocate(PIECE, block).asByteBuffer();
    }

    /** @param path is written anew */
    public static SequentialFile open(Path path) throws IOException {
        FileChannel plain = anew(path);
        try {
            long block = Files.getFileStore(path).getBlockSize();
            if (block <= LARGEST_BLOCK) {
                FileChannel direct = anew(path, pastTheCache());
                plain.close();
                return new SequentialFile(path, direct, (int) block);
            }
        } catch (IOException | UnsupportedOperationException _) { // not on this file system
        }
        return new SequentialFile(path, plain, 1);
    }

    /** The JDK's own way, which is not part of Java: by its name, so that another JDK may do without. */
    private static OpenOption pastTheCache() {
        try {
            return Stream.of(
                            Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants())
                    .filter(option -> "DIRECT".equals(option.toString()))
                    .map(OpenOption.class::cast)
                    .findFirst()
                    .orElseThrow(UnsupportedOperationException::new);
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException(e);
        }
    }

    private static FileChannel anew(Path path, OpenOption... more) throws IOException {
        Set<OpenOption> options = new HashSet<>(Set.of(more));
        options.add(StandardOpenOption.CREATE);
        options.add(StandardOpenOption.WRITE);
        options.add(StandardOpenOption.TRUNCATE_EXISTING);
        return FileChannel.open(path, options);
    }

    /**
     * Where to put what comes next; what is put there is part of the file.
     *
     * @param bytes as many have room, at most 64 KiB
     */
    public ByteBuffer room(int bytes) throws IOException {
        if (piece.remaining() < bytes) {
            int filled = piece.position();
            int whole = filled - filled % block;
            write(whole, whole);
            piece.limit(filled).position(whole).compact();
        }
        return piece;
    }

    /** Writes what is left. Nothing may be put afterwards. */
    public void finish() throws IOException {
        int filled = piece.position();
        int padded = (filled + block - 1) / block * block;
        while (piece.position() < padded) {
            piece.put((byte) 0);
        }
        write(filled, padded);
        if (padded > filled) {
            file.truncate(written);
        }
    }

    /** Of everything that was put, once it is finished. */
    public Checksum checksum() {
        return checksum.end();
    }

    /** Puts other bytes in place of the first, once the file is finished; it has another checksum then. */
    public void replaceHead(byte[] head) throws IOException {
        try (FileChannel plain = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(head);
            while (bytes.hasRemaining()) {
                plain.write(bytes, bytes.position());
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (arena) {
            file.close();
        }
    }

    private void write(int filled, int padded) throws IOException {
        checksum.add(piece.position(0).limit(filled));
        piece.limit(padded).position(0);
        while (piece.hasRemaining()) {
            file.write(piece);
        }
        written += filled;
    }
}
