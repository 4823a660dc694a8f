package io.tapedeck.standalone.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The capture as a file that can be read several times. What can be read only once, standard input or a named pipe, is put into
 * a file for as long as it is needed.
 */
record CaptureInput(Path file, boolean isCopy) implements AutoCloseable {

    private static final Path STANDARD_INPUT = Path.of("-");

    /**
     * @param capture {@code -} for standard input
     * @param drafts where a copy may lie
     */
    static CaptureInput open(Path capture, InputStream standardInput, Path drafts) throws IOException {
        if (capture.equals(STANDARD_INPUT)) {
            return copy(standardInput, drafts);
        }
        if (!Files.exists(capture)) {
            throw new NoSuchFileException(capture.toString());
        }
        if (Files.isRegularFile(capture) || Files.isDirectory(capture)) {
            return new CaptureInput(capture, false);
        }
        try (InputStream once = Files.newInputStream(capture)) {
            return copy(once, drafts);
        }
    }

    private static CaptureInput copy(InputStream once, Path drafts) throws IOException {
        Files.createDirectories(drafts);
        Path copy = Files.createTempFile(drafts, ".capture", ".part");
        copy.toFile().deleteOnExit();
        var input = new CaptureInput(copy, true);
        try (var to = Files.newOutputStream(copy)) {
            once.transferTo(to);
            return input;
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (isCopy) {
            Files.deleteIfExists(file);
        }
    }
}
