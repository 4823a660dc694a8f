package io.tapedeck.conversion.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells two files apart.
 *
 * @param sha256 lower-case hexadecimal
 */
public record Checksum(long bytes, String sha256) {

    private static final int BUFFER = 1 << 17;

    public static Checksum of(Path file) throws IOException {
        var running = new Running();
        try (FileChannel channel = FileChannel.open(file)) {
            var buffer = ByteBuffer.allocate(BUFFER);
            while (channel.read(buffer) >= 0) {
                running.add(buffer.flip());
                buffer.clear();
            }
        }
        return running.end();
    }

    /** Taken while the bytes pass. One thread. */
    static final class Running {

        private final MessageDigest digest = newDigest();
        private long bytes;

        /** Takes all that remains in the buffer. */
        void add(ByteBuffer more) {
            bytes += more.remaining();
            digest.update(more);
        }

        /** Once. */
        Checksum end() {
            return new Checksum(bytes, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
