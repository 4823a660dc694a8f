package io.tapedeck.proxy.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The proxy's secret: generated once, then read for ever. Only the owner may read the file. */
public final class KeyFile {

    private static final int SECRET_BYTES = 32;

    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    /**
     * @param random a secure one
     * @throws IllegalStateException when the file holds something else; the operator has to act, since a new key would
     *     cut off every call that is up
     */
    public byte[] readOrCreate(RandomGenerator random) {
        try {
            if (Files.notExists(file)) {
                create(random);
            }
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " holds no key; restore it, or remove it to make a new one", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy's key " + file + " can be neither read nor written", e);
        }
    }

    private void create(RandomGenerator random) throws IOException {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "key",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
