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
        MessageDigest digest = newDigest();
        long bytes = 0;
        try (FileChannel channel = FileChannel.open(file)) {
            var buffer = ByteBuffer.allocate(BUFFER);
            while (channel.read(buffer) >= 0) {
                bytes += buffer.position();
                digest.update(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
        return new Checksum(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
