package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * RIFF/WAVE with 16-bit linear PCM, RF64 where it gets too long for that. Where the length is known before the first sample the
 * head is right from the start, else it is corrected at the end.
 */
public final class WavWriter implements MediaWriter {

    private static final long LARGEST_RIFF = 0xFFFF_FFFFL;

    /** One system call per quarter of a megabyte. */
    private static final int BUFFER = 1 << 18;

    private final Path target;
    private final int channels;
    private final FileChannel file;
    private final WavHead head;
    private final long expected;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private int[] frames = new int[0];
    private long written;

    private WavWriter(Path target, MediaProperties properties, long limit, FileChannel file) {
        this.target = target;
        this.channels = properties.channels();
        this.file = file;
        this.expected = properties.samples() * frameBytes();
        this.head = new WavHead(properties, expected, limit);
    }

    public static WavWriter open(Path target, MediaProperties properties) throws JobFailure {
        return open(target, properties, LARGEST_RIFF);
    }

    /** @param limit the largest size that is written in the old way */
    static WavWriter open(Path target, MediaProperties properties, long limit) throws JobFailure {
        try {
            var file = FileChannel.open(
                    target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            var writer = new WavWriter(target, properties, limit, file);
            writer.buffer.put(writer.head.head(writer.expected));
            return writer;
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    @Override
    public void write(short[] left, short[] right, int count) throws JobFailure {
        int done = 0;
        while (done < count) {
            if (buffer.remaining() < frameBytes()) {
                drain();
            }
            int fit = Math.min(count - done, buffer.remaining() / frameBytes());
            if (channels == 1) {
                buffer.asShortBuffer().put(left, done, fit);
            } else {
                interleave(left, right, done, fit);
                buffer.asIntBuffer().put(frames, 0, fit);
            }
            buffer.position(buffer.position() + fit * frameBytes());
            done += fit;
            written += (long) fit * frameBytes();
        }
    }

    @Override
    public void finish() throws JobFailure {
        drain();
        buffer.put(head.tail());
        drain();
        if (written == expected) {
            return;
        }
        try { // the length was not known before
            file.write(buffer.put(head.head(written)).flip(), 0);
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException ignored) { // everything that counts was written, or the file is thrown away
        }
    }

    private int frameBytes() {
        return channels * Short.BYTES;
    }

    /** A loop that is computed many samples at a time, which writing one by one into a buffer is not. */
    private void interleave(short[] left, short[] right, int from, int count) {
        if (frames.length < count) {
            frames = new int[count];
        }
        for (int i = 0; i < count; i++) {
            frames[i] = (right[from + i] << Short.SIZE) | (left[from + i] & 0xFFFF);
        }
    }

    private void drain() throws JobFailure {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
        buffer.clear();
    }
}
