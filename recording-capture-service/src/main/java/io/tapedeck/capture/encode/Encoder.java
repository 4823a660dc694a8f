package io.tapedeck.capture.encode;

import io.tapedeck.capture.encode.EncodeException.Fault;
import io.tapedeck.capture.encode.ExpendableProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Makes sound of one kind into sound of another by FFmpeg, in a process of its own. Callers wait, at most twice the
 * time limit: for their turn, and for their sound.
 */
public final class Encoder {

    /**
     * Containers of sound. Playlists and the like stay out: they make FFmpeg open other files; so does every protocol
     * but the file it is given.
     */
    private static final String CONTAINERS =
            "wav,w64,aiff,au,caf,mp3,ogg,flac,aac,ac3,amr,gsm,wv,ape,tta,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,s16le";

    /** What FFmpeg may allocate at once: whoever asks for more has built the file for it. */
    private static final long LARGEST_ALLOCATION = 64L << 20;

    private static final Path NICE = Path.of("/usr/bin/nice");

    private final String program;
    private final Duration within;
    private final Semaphore turns;
    private final Path scratch;

    /**
     * @param program path of the executable; empty for the one that is shipped
     * @param within what one may take
     * @param atOnce processes at a time
     */
    public Encoder(String program, Duration within, int atOnce) {
        this(program, within, atOnce, Path.of(System.getProperty("java.io.tmpdir")));
    }

    Encoder(String program, Duration within, int atOnce, Path scratch) {
        this.program = program;
        this.within = within;
        this.scratch = scratch;
        this.turns = new Semaphore(atOnce);
    }

    /**
     * The sound of a file.
     *
     * @param longest sound that is made; the rest is cut off
     * @param mostBytes it may have
     */
    public byte[] encode(Input input, Output output, Duration longest, int mostBytes) throws EncodeException {
        takeTurn();
        try {
            return run(input, command(input, output, longest), mostBytes);
        } finally {
            turns.release();
        }
    }

    private void takeTurn() throws EncodeException {
        try {
            if (turns.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new EncodeException(Fault.BUSY, "too much is being encoded at the moment");
    }

    private List<String> command(Input input, Output output, Duration longest) throws EncodeException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "10")); // calls come first
        }
        command.add(executable());
        command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1"));
        command.addAll(List.of("-max_alloc", Long.toString(LARGEST_ALLOCATION)));
        command.addAll(List.of("-protocol_whitelist", "fd", "-format_whitelist", CONTAINERS));
        command.addAll(input.arguments());
        command.addAll(List.of("-i", "fd:", "-map", "0:a:0", "-map_metadata", "-1", "-bitexact"));
        command.addAll(List.of("-t", longest.toMillis() + "ms", "-ac", "1", "-ar", Integer.toString(output.rate())));
        command.addAll(output.arguments());
        command.addAll(List.of("-threads", "1", "pipe:1"));
        return command;
    }

    private String executable() throws EncodeException {
        String path = program.isEmpty() ? ShippedFfmpeg.unpacked() : program;
        if (!Files.isExecutable(Path.of(path))) {
            throw new EncodeException(Fault.PROGRAM, "there is no FFmpeg at " + path);
        }
        return path;
    }

    /** From a file on disk: some containers have to be read back and forth. */
    private byte[] run(Input input, List<String> command, int mostBytes) throws EncodeException {
        try {
            Path file = Files.createTempFile(scratch, "tapedeck-prompt", null);
            try {
                Files.write(file, input.bytes());
                return sound(ExpendableProcess.run(command, file, within, mostBytes));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new EncodeException(Fault.PROGRAM, "there is no room for temporary files: " + e.getMessage());
        }
    }

    private static byte[] sound(Result result) throws EncodeException {
        if (result.exitCode() != 0 || result.output().length == 0) {
            throw new EncodeException(Fault.INPUT, "no sound that FFmpeg can read: " + reason(result));
        }
        return result.output();
    }

    private static String reason(Result result) {
        return result.complaint().isEmpty() ? "it ended with " + result.exitCode() : lastLine(result.complaint());
    }

    private static String lastLine(String text) {
        List<String> lines = text.lines().filter(Predicate.not(String::isBlank)).toList();
        return lines.isEmpty() ? "" : lines.getLast().strip();
    }

    /**
     * What FFmpeg reads.
     *
     * @param arguments before the input; empty when it finds out by itself
     */
    @SuppressWarnings("ArrayRecordComponent") // a file, written once
    public record Input(byte[] bytes, List<String> arguments) {

        public Input {
            arguments = List.copyOf(arguments);
        }

        public static Input file(byte[] bytes) {
            return new Input(bytes, List.of());
        }

        /** Linear samples of 16 bits, low byte first. */
        public static Input linear(byte[] bytes, int rateHertz) {
            return new Input(bytes, List.of("-f", "s16le", "-ar", Integer.toString(rateHertz), "-ac", "1"));
        }
    }

    /**
     * What FFmpeg writes, in one channel.
     *
     * @param rate samples per second
     * @param arguments codec and container
     */
    public record Output(int rate, List<String> arguments) {

        public Output {
            arguments = List.copyOf(arguments);
        }

        public boolean isLinear() {
            return equals(linear(rate));
        }

        /** Linear samples of 16 bits, low byte first. */
        public static Output linear(int rateHertz) {
            return new Output(rateHertz, List.of("-c:a", "pcm_s16le", "-f", "s16le"));
        }
    }
}
