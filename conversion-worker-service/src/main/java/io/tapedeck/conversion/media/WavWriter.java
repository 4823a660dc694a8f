package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.workspace.Checksum;
import io.tapedeck.conversion.workspace.SequentialFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * RIFF/WAVE with 16-bit linear PCM, RF64 where it gets too long for that. Where the length is known before the first sample the
 * head is right from the start, else it is corrected at the end.
 */
public final class WavWriter implements MediaWriter {

    private static final long LARGEST_RIFF = 0xFFFF_FFFFL;

    private final Path target;
    private final int channels;
    private final SequentialFile file;
    private final WavHead head;
    private final long expected;
    private int[] frames = new int[0];
    private long written;
    private @Nullable Checksum checksum;

    private WavWriter(Path target, MediaProperties properties, long limit, SequentialFile file) {
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
            var writer = new WavWriter(target, properties, limit, SequentialFile.open(target));
            writer.begin();
            return writer;
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    private void begin() throws IOException {
        byte[] bytes = head.head(expected);
        file.room(bytes.length).put(bytes);
    }

    @Override
    public void write(short[] left, short[] right, int count) throws JobFailure {
        try {
            int done = 0;
            while (done < count) {
                ByteBuffer room = file.room(frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
                int fit = Math.min(count - done, room.remaining() / frameBytes());
                put(room, left, right, done, fit);
                done += fit;
            }
            written += (long) count * frameBytes();
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    private void put(ByteBuffer room, short[] left, short[] right, int from, int count) {
        if (channels == 1) {
            room.asShortBuffer().put(left, from, count);
        } else {
            interleave(left, right, from, count);
            room.asIntBuffer().put(frames, 0, count);
        }
        room.position(room.position() + count * frameBytes());
    }

    @Override
    public void finish() throws JobFailure {
        try {
            byte[] tail = head.tail();
            file.room(tail.length).put(tail);
            file.finish();
            if (written == expected) {
                checksum = file.checksum();
            } else { // the length was not known before
                file.replaceHead(head.head(written));
            }
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    @Override
    public @Nullable Checksum checksum() {
        return checksum;
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
}
