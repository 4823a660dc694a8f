package io.tapedeck.capture.encode;

import io.tapedeck.capture.encode.EncodeException.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A child that reads a file and writes to us, and is killed when it takes too long or writes too much. */
final class ExpendableProcess {

    /** Of what it complains about, this much is worth reading. */
    private static final int COMPLAINT_BYTES = 2_048;

    private final Process process;
    private final int mostBytes;

    private ExpendableProcess(Process process, int mostBytes) {
        this.process = process;
        this.mostBytes = mostBytes;
    }

    /** Waits for the child, at most {@code within}; then it is gone, or was killed. */
    static Result run(List<String> command, Path input, Duration within, int mostBytes) throws EncodeException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectInput(input.toFile()).start();
        } catch (IOException e) {
            throw new EncodeException(Fault.PROGRAM, "FFmpeg cannot be run: " + e.getMessage());
        }
        return new ExpendableProcess(process, mostBytes).finish(within);
    }

    private Result finish(Duration within) throws EncodeException {
        CompletableFuture<byte[]> output = inBackground(process.getInputStream(), mostBytes);
        CompletableFuture<byte[]> complaint = inBackground(process.getErrorStream(), COMPLAINT_BYTES);
        try {
            if (!process.waitFor(within.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EncodeException(Fault.INPUT, "it took longer than " + within.toMillis() + " ms");
            }
            byte[] written = output.join();
            if (written.length > mostBytes) {
                throw new EncodeException(Fault.INPUT, "it has more than " + mostBytes + " bytes when decoded");
            }
            return new Result(process.exitValue(), written, text(complaint.join()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new EncodeException(Fault.BUSY, "the service is stopping");
        } catch (CompletionException e) {
            throw new EncodeException(Fault.PROGRAM, "FFmpeg cannot be heard: " + e.getMessage());
        } finally {
            process.destroyForcibly();
        }
    }

    private CompletableFuture<byte[]> inBackground(InputStream stream, int most) {
        var result = new CompletableFuture<byte[]>();
        Thread.ofVirtual().name("capture-encoder").start(() -> {
            try (stream) {
                result.complete(read(stream, most));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** One byte more than wanted tells that there was more; then the child is killed, since nobody will read the rest. */
    private byte[] read(InputStream stream, int most) throws IOException {
        var read = new ByteArrayOutputStream();
        var buffer = new byte[8_192];
        for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
            read.write(buffer, 0, Math.min(n, most + 1 - read.size()));
            if (read.size() > most) {
                process.destroyForcibly();
                break;
            }
        }
        return read.toByteArray();
    }

    private static String text(byte[] complaint) {
        return new String(complaint, StandardCharsets.UTF_8).strip();
    }

    /**
     * How it ended.
     *
     * @param output read only
     */
    @SuppressWarnings("ArrayRecordComponent") // megabytes, handed on once
    record Result(int exitCode, byte[] output, String complaint) {}
}
