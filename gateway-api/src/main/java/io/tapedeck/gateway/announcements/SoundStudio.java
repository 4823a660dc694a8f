package io.tapedeck.gateway.announcements;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Makes files of sound ready for calls: decodes them whole, which is how they are checked, and encodes them once, as Opus
 * in Ogg; capture nodes make of it what a phone wants. FFmpeg runs as a child, so that no file harms the service. A few
 * are made at a time, some more wait, and the rest is refused.
 */
final class SoundStudio {

    /** More is a lecture, and would not fit into a message of the directory. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int RATE = 16_000;
    private static final int BYTES_A_SECOND = 2 * RATE;
    private static final int MOST_PCM = (int) LONGEST.toSeconds() * BYTES_A_SECOND;

    /** A fifth of a second: what is shorter cannot be understood. */
    private static final int LEAST_PCM = BYTES_A_SECOND / 5;

    private static final int LARGEST_RESULT = 768 << 10;
    private static final int AT_ONCE = 2;

    /** Those who wait beyond that would wait for minutes. */
    private static final int WAITING = 8;

    private final String program;
    private final Semaphore places = new Semaphore(AT_ONCE + WAITING);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /**
     * @param program empty for the one that is shipped
     */
    SoundStudio(String program) {
        this.program = program;
    }

    /** Where a file of sound comes from. */
    @FunctionalInterface
    interface Source {

        byte[] file() throws IOException;
    }

    /** Too many wait already. */
    static final class Busy extends Exception {

        Busy() {
            super("too many announcements are being made");
        }
    }

    /**
     * An uploaded MP3.
     *
     * @throws IOException when FFmpeg cannot be run
     */
    Sound fromMp3(byte[] file) throws SoundRefused, Busy, IOException {
        return ready(() -> file, "mp3");
    }

    /** What a speech engine says, which is asked when its turn has come: it costs more than all the rest. */
    Sound fromSpeech(Source speech) throws SoundRefused, Busy, IOException {
        return ready(speech, "wav,mp3,ogg,flac,aac,mov,matroska,webm");
    }

    private Sound ready(Source source, String containers) throws SoundRefused, Busy, IOException {
        if (!places.tryAcquire()) {
            throw new Busy();
        }
        try {
            return inTurn(source, containers);
        } finally {
            places.release();
        }
    }

    private Sound inTurn(Source source, String containers) throws SoundRefused, IOException {
        turns.acquireUninterruptibly();
        try {
            byte[] pcm = decoded(source.file(), containers);
            return new Sound(encoded(pcm), pcm.length * 1_000L / BYTES_A_SECOND);
        } finally {
            turns.release();
        }
    }

    private byte[] decoded(byte[] file, String containers) throws SoundRefused, IOException {
        var options = List.of("-protocol_whitelist", "fd", "-format_whitelist", containers, "-i", "fd:");
        ChildProcess.Result result = ffmpeg(options, List.of("-f", "s16le", "pipe:1"), file, MOST_PCM + 1);
        if (result.output().length > MOST_PCM) {
            throw new SoundRefused("Is longer than " + LONGEST.toMinutes() + " minutes.");
        }
        if (result.exitCode() != 0 || result.output().length < LEAST_PCM) {
            throw new SoundRefused("Is no sound that can be decoded.");
        }
        return result.output();
    }

    private byte[] encoded(byte[] pcm) throws IOException {
        var input = List.of(
                "-protocol_whitelist", "fd", "-f", "s16le", "-ar", String.valueOf(RATE), "-ac", "1", "-i", "fd:");
        var output = List.of("-c:a", "libopus", "-application", "voip", "-b:a", "16k", "-f", "ogg", "pipe:1");
        ChildProcess.Result result = ffmpeg(input, output, pcm, LARGEST_RESULT);
        if (result.exitCode() != 0) {
            throw new IOException("FFmpeg cannot encode: " + result.complaint());
        }
        return result.output();
    }

    private ChildProcess.Result ffmpeg(List<String> input, List<String> output, byte[] content, int most)
            throws IOException {
        var command = new ArrayList<>(List.of(executable(), "-nostdin", "-v", "error", "-threads", "1"));
        command.addAll(input);
        command.addAll(List.of("-map", "0:a:0", "-map_metadata", "-1", "-ac", "1", "-ar", String.valueOf(RATE)));
        command.addAll(output);
        return ChildProcess.run(command, content, WITHIN, most);
    }

    /** Only a program inside of the jar is wanted, so nothing is compiled against its library. */
    private String executable() throws IOException {
        if (!program.isEmpty()) {
            return program;
        }
        try {
            Class<?> loader = Class.forName("org.bytedeco.javacpp.Loader");
            String platform = (String) loader.getMethod("getPlatform").invoke(null);
            var folder = Class.forName("org.bytedeco.ffmpeg.ffmpeg").getResource(platform + "/");
            var unpacked = (File) loader.getMethod("cacheResource", URL.class).invoke(null, folder);
            var ffmpeg = new File(unpacked, "ffmpeg");
            if (!ffmpeg.canExecute() && !ffmpeg.setExecutable(true)) {
                throw new IOException("FFmpeg may not be run from " + unpacked);
            }
            return ffmpeg.getPath();
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IOException("FFmpeg is not part of this installation", e);
        }
    }

    /**
     * A sound that is ready.
     *
     * @param ogg read only
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once
    record Sound(byte[] ogg, long millis) {}
}
