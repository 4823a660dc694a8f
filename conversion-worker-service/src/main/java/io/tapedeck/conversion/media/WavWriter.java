package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * RIFF/WAVE with 16-bit linear PCM. Where the length is known before the first sample the head is right from the start, else it
 * is corrected at the end.
 *
 * <pre>
 *  0 "RIFF"  4 size of the rest  8 "WAVE"
 * 12 "fmt " 16 16  20 1 (PCM)  22 channels  24 samples/s  28 bytes/s  32 bytes per frame  34 bits per sample
 * 36 "data" 40 size of the data  44 samples, little endian, left before right
 * </pre>
 */
public final class WavWriter implements MediaWriter {

    private static final int HEADER = 44;
    private static final int BYTES_PER_SAMPLE = 2;

    /** One system call per quarter of a megabyte. */
    private static final int BUFFER = 1 << 18;

    private final Path target;
    private final int channels;
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    private long expected;
    private long written;

    private WavWriter(Path target, int channels, FileChannel file) {
        this.target = target;
        this.channels = channels;
        this.file = file;
    }

    public static WavWriter open(Path target, MediaProperties properties) throws JobFailure {
        try {
            var file = FileChannel.open(
                    target, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            var writer = new WavWriter(target, properties.channels(), file);
            writer.header(properties);
            return writer;
        } catch (IOException e) {
            throw JobFailure.writing(target.toString(), e);
        }
    }

    @Override
    public void write(short[] left, short[] right, int count) throws JobFailure {
        int frame = channels * BYTES_PER_SAMPLE;
        int done = 0;
        while (done < count) {
            if (buffer.remaining() < frame) {
                drain();
            }
            int fit = Math.min(count - done, buffer.remaining() / frame);
            if (channels == 1) {
                mono(left, done, fit);
            } else {
                stereo(left, right, done, fit);
            }
            done += fit;
            written += (long) fit * frame;
        }
    }

    @Override
    public void finish() throws JobFailure {
        drain();
        if (written == expected) {
            return;
        }
        try { // the length was not known before
            buffer.putInt((int) Math.min(written + HEADER - 8, 0xFFFF_FFFFL)).flip();
            file.write(buffer, 4);
            buffer.clear().putInt((int) Math.min(written, 0xFFFF_FFFFL)).flip();
            file.write(buffer, HEADER - Integer.BYTES);
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

    private void mono(short[] samples, int from, int count) {
        for (int i = from; i < from + count; i++) {
            buffer.putShort(samples[i]);
        }
    }

    private void stereo(short[] left, short[] right, int from, int count) {
        for (int i = from; i < from + count; i++) {
            buffer.putInt((right[i] << Short.SIZE) | (left[i] & 0xFFFF));
        }
    }

    private void header(MediaProperties properties) {
        int frame = channels * BYTES_PER_SAMPLE;
        long data = properties.samples() * frame;
        expected = data;
        // a length beyond 32 bits is written as the largest there is; players then read to the end of the file
        int size = (int) Math.min(data, 0xFFFF_FFFFL - HEADER);
        buffer.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(size + HEADER - 8)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(properties.sampleRateHertz())
                .putInt(properties.sampleRateHertz() * frame)
                .putShort((short) frame)
                .putShort((short) Short.SIZE)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(size);
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
