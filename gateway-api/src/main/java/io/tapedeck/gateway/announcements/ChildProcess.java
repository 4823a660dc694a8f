package io.tapedeck.gateway.announcements;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A program that reads a file and writes to us, and is killed when it takes too long or writes too much. */
final class ChildProcess {

    private static final int COMPLAINT_BYTES = 2_048;
    private static final int BUFFER = 8_192;

    private ChildProcess() {}

    /** Waits for it, at most {@code within}; then it is gone. What it writes beyond {@code most} bytes is cut off. */
    static Result run(List<String> command, byte[] input, Duration within, int most) throws IOException {
        Path file = Files.createTempFile("tapedeck-announcement", null);
        try {
            Files.write(file, input);
            Process process =
                    new ProcessBuilder(command).redirectInput(file.toFile()).start();
            return finish(process, within, most);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Result finish(Process process, Duration within, int most) throws IOException {
        CompletableFuture<byte[]> output = inBackground(process, process.getInputStream(), most);
        CompletableFuture<byte[]> complaint = complaint(process.getErrorStream());
        try {
            if (!process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("it took longer than " + within.toSeconds() + " s");
            }
            String said = new String(complaint.join(), StandardCharsets.UTF_8).strip();
            return new Result(process.exitValue(), output.join(), said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is stopping", e);
        } catch (CompletionException e) {
            throw new IOException("it cannot be heard", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<byte[]> inBackground(Process process, InputStream stream, int most) {
        var result = new CompletableFuture<byte[]>();
        Thread.ofVirtual().name("announcement-child").start(() -> {
            try (stream) {
                result.complete(read(process, stream, most));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Its beginning; the rest is read as well, so that a talkative program is not held up. */
    private static CompletableFuture<byte[]> complaint(InputStream stream) {
        var result = new CompletableFuture<byte[]>();
        Thread.ofVirtual().name("announcement-child").start(() -> {
            try (stream) {
                byte[] beginning = stream.readNBytes(COMPLAINT_BYTES);
                var _ = stream.transferTo(OutputStream.nullOutputStream());
                result.complete(beginning);
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static byte[] read(Process process, InputStream stream, int most) throws IOException {
        var read = new ByteArrayOutputStream();
        var buffer = new byte[BUFFER];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            read.write(buffer, 0, Math.min(n, most - read.size()));
            if (read.size() >= most) {
                process.destroyForcibly(); // nobody will read the rest
                break;
            }
        }
        return read.toByteArray();
    }

    @SuppressWarnings("ArrayRecordComponent") // handed on once
    record Result(int exitCode, byte[] output, String complaint) {}
}
