package io.tapedeck.gateway.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The generated password of the first administrator, in a file that only the owner of the process may read. */
final class PasswordFile {

    private static final String NAME = "admin-password";
    private static final int RANDOM_BYTES = 15;

    private final Path file;

    PasswordFile(Path directory) {
        this.file = directory.resolve(NAME);
    }

    Path path() {
        return file;
    }

    /**
     * The password in the file; generated and written when there is none yet.
     *
     * @throws UncheckedIOException when the directory cannot be written; the gateway must not start then
     */
    String readOrGenerate(RandomGenerator random) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] bytes = new byte[RANDOM_BYTES];
            random.nextBytes(bytes);
            write(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("the administrator's password cannot be kept in " + file, failure);
        }
    }

    private void write(String password) throws IOException {
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOwner)) {
            channel.write(StandardCharsets.UTF_8.encode(password + "\n"));
        } catch (FileAlreadyExistsException generatedBefore) {
            // that one holds
        }
    }
}
