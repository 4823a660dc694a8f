package io.tapedeck.capture.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The media file of one capture. */
interface MediaOutput extends Closeable {

    /** Writes all of the buffer at the given place of the file. */
    void write(ByteBuffer bytes, long position) throws IOException;

    void truncate(long length) throws IOException;

    /** Makes what was written outlive a power cut. */
    void sync() throws IOException;

    /**
     * Writes what can be read of it to another file, synced: where this one's name was removed its bytes are there as long as it
     * is open, and where the disk refused some of them the kernel may still have them.
     *
     * @return how many bytes from the beginning that were
     * @throws IOException when the other file cannot be written
     */
    default long copyTo(Path file) throws IOException {
        throw new IOException("the media cannot be read back to be written to " + file);
    }

    /** How media files come into being. */
    @FunctionalInterface
    interface Opener {

        MediaOutput open(Path file) throws IOException;

        /** @return what syncs all files under a directory at once; null where each has to be synced for itself */
        default @Nullable FileSync syncOf(Path directory) {
            return null;
        }
    }

    /** Files of the operating system. */
    record SystemFiles() implements Opener {

        @Override
        public MediaOutput open(Path file) throws IOException {
            return MediaOutput.open(file);
        }

        @Override
        public @Nullable FileSync syncOf(Path directory) {
            return FileSystemSync.of(directory);
        }
    }

    static MediaOutput open(Path file) throws IOException {
        return new FileOutput(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /**
     * A plain file. It is given to the kernel in pieces that lie in the file as they would in the page cache: those stay
     * whole there, and a request to the disk has room for many large pieces where it has room for few small ones. They
     * are small enough for a kernel that is built for servers, which takes the processor away from a thread only between
     * two of them.
     */
    record FileOutput(FileChannel channel) implements MediaOutput {

        private static final int PIECE = 32 * 1024;
        private static final int COPIED = 256 * 1024;

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            int end = bytes.limit();
            long at = position;
            while (bytes.position() < end) {
                int piece = PIECE - (int) (at % PIECE);
                bytes.limit(Math.min(end, bytes.position() + piece));
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void truncate(long length) throws IOException {
            channel.truncate(length);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        /** Through memory: a file system that shares blocks between files would share those that were not written, too. */
        @Override
        public long copyTo(Path file) throws IOException {
            try (FileChannel copy = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer piece = ByteBuffer.allocate(COPIED);
                long at = 0;
                while (isRead(piece.clear(), at)) {
                    at += piece.flip().remaining();
                    while (piece.hasRemaining()) {
                        copy.write(piece);
                    }
                }
                copy.force(true);
                return at;
            }
        }

        private boolean isRead(ByteBuffer piece, long at) {
            try {
                return channel.read(piece, at) > 0;
            } catch (IOException _) {
                return false; // the disk does not give it back
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
