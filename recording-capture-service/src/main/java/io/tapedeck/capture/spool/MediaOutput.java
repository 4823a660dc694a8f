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
     * Writes all of it to another file, synced: this one's name was removed, its bytes are there as long as it is open.
     *
     * @throws IOException also when it cannot be read back
     */
    default void copyTo(Path file) throws IOException {
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

        @Override
        public void copyTo(Path file) throws IOException {
            try (FileChannel copy = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                long end = channel.size();
                for (long at = 0; at < end; ) {
                    at += channel.transferTo(at, end - at, copy);
                }
                copy.force(true);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
