package io.tapedeck.conversion.lame;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.MediaProperties;
import io.tapedeck.conversion.media.MediaWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * MP3 by the system's LAME. The first frame tells players how many samples the encoder has put before and behind the sound, so
 * that what they play begins where the call began. The two parties are coded apart (no joint stereo): what one says is never
 * heard on the other's side. One thread.
 */
public final class LameWriter implements MediaWriter {

    /** LAME's quality 7 of 0 to 9: telephone speech sounds no better with 5, its default, which takes longer. */
    private static final int FAST = 7;

    /** Samples per call. */
    private static final int BLOCK = 8_192;

    /** What a block gives at most, as lame.h has it, and room for the end of the file. */
    private static final int LARGEST_OUTPUT = BLOCK * 5 / 4 + 7_200;

    private static final int KILO = 1_000;

    private final SystemLame lame;
    private final Path target;
    private final FileChannel file;
    private final int channels;
    private final int headBytes;
    private final MemorySegment encoder;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment left = memory.allocate(JAVA_SHORT, BLOCK);
    private final MemorySegment right = memory.allocate(JAVA_SHORT, BLOCK);
    private final MemorySegment out = memory.allocate(LARGEST_OUTPUT);
    private long end;
    private boolean closed;

    private LameWriter(SystemLame lame, Path target, FileChannel file, int channels, int headBytes) {
        this.lame = lame;
        this.target = target;
        this.file = file;
        this.channels = channels;
        this.headBytes = headBytes;
        this.encoder = lame.open();
    }

    /** Whether the system has the encoder. */
    public static boolean isAvailable() {
        return SystemLame.found().isPresent();
    }

    /**
     * @throws JobFailure when the target cannot be written
     * @throws java.util.NoSuchElementException when the system has no encoder
     */
    public static LameWriter open(Path target, MediaProperties properties, int bitsPerSecond) throws JobFailure {
        SystemLame lame = SystemLame.found().orElseThrow();
        byte[] head = Id3Tag.of(properties.tags());
        FileChannel file = create(target);
        var writer = new LameWriter(lame, target, file, properties.channels(), head.length);
        try {
            writer.prepare(properties.sampleRateHertz(), bitsPerSecond);
            writer.append(ByteBuffer.wrap(head));
            return writer;
        } catch (JobFailure | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static FileChannel create(Path target) throws JobFailure {
        try {
            return FileChannel.open(
                    target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    private void prepare(int rate, int bitsPerSecond) throws JobFailure {
        if (encoder.equals(MemorySegment.NULL)) {
            throw failure("start");
        }
        lame.set(encoder, "in_samplerate", rate);
        lame.set(encoder, "out_samplerate", rate);
        lame.set(encoder, "num_channels", channels);
        lame.set(encoder, "mode", channels == 1 ? SystemLame.MONO : SystemLame.STEREO);
        lame.set(encoder, "brate", bitsPerSecond / KILO);
        lame.set(encoder, "quality", FAST);
        lame.set(encoder, "bWriteVbrTag", 1);
        if (lame.ready(encoder) < 0) {
            throw failure("start");
        }
    }

    @Override
    public void write(short[] first, short[] second, int count) throws JobFailure {
        for (int done = 0; done < count; done += BLOCK) {
            int fit = Math.min(BLOCK, count - done);
            MemorySegment.copy(first, done, left, JAVA_SHORT, 0, fit);
            if (channels == 2) {
                MemorySegment.copy(second, done, right, JAVA_SHORT, 0, fit);
            }
            keep(lame.encode(encoder, left, channels == 2 ? right : left, fit, out), "encode");
        }
    }

    @Override
    public void finish() throws JobFailure {
        keep(lame.flush(encoder, out), "finish");
        long size = lame.infoFrame(encoder, out);
        if (size > 0 && size <= out.byteSize()) {
            put(out.asSlice(0, size).asByteBuffer(), headBytes);
        }
    }

    private void keep(int bytes, String step) throws JobFailure {
        if (bytes < 0) {
            throw failure(step);
        }
        append(out.asSlice(0, bytes).asByteBuffer());
    }

    private void append(ByteBuffer bytes) throws JobFailure {
        int count = bytes.remaining();
        put(bytes, end);
        end += count;
    }

    private void put(ByteBuffer bytes, long position) throws JobFailure {
        long at = position;
        try {
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    private static JobFailure failure(String step) {
        return JobFailure.of(FailureCode.INTERNAL, "The MP3 encoder could not " + step + ".");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!encoder.equals(MemorySegment.NULL)) {
            lame.close(encoder);
        }
        memory.close();
        try {
            file.close();
        } catch (IOException ignored) { // everything that counts was written, or the file is thrown away
        }
    }
}
