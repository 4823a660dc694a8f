package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.tapedeck.conversion.job.JobFailure;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/** A frame of 16-bit samples that is filled bit by bit, in the layout that the encoder wants. One thread. */
final class SampleFrame implements AutoCloseable {

    private final AVFrame frame = av_frame_alloc();
    private final EncoderErrors errors;
    private final boolean planar;
    private final int channels;
    private final int size;
    private final short[] interleaved;
    private int filled;
    private long position;

    SampleFrame(Coding coding, int channels, int rate, int size, EncoderErrors errors) throws JobFailure {
        this.errors = errors;
        this.planar = coding.planar();
        this.channels = channels;
        this.size = size;
        this.interleaved = new short[planar ? 0 : size * channels];
        frame.format(coding.sampleFormat());
        frame.sample_rate(rate);
        frame.nb_samples(size);
        av_channel_layout_default(frame.ch_layout(), channels);
        try {
            errors.encode("allocate", av_frame_get_buffer(frame, 0));
        } catch (JobFailure e) {
            av_frame_free(frame);
            throw e;
        }
    }

    /** @return how many samples it took, at least one where there are any */
    int fill(short[] left, short[] right, int from, int count) throws JobFailure {
        if (filled == 0) {
            errors.encode("prepare", av_frame_make_writable(frame));
        }
        int fit = Math.min(count, size - filled);
        if (planar) {
            fillPlanes(left, right, from, fit);
        } else {
            interleave(left, right, from, fit);
        }
        filled += fit;
        return fit;
    }

    private void fillPlanes(short[] left, short[] right, int from, int count) {
        new ShortPointer(frame.data(0)).position(filled).put(left, from, count);
        if (channels == 2) {
            new ShortPointer(frame.data(1)).position(filled).put(right, from, count);
        }
    }

    private void interleave(short[] left, short[] right, int from, int count) {
        if (channels == 1) {
            System.arraycopy(left, from, interleaved, filled, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            interleaved[2 * (filled + i)] = left[from + i];
            interleaved[2 * (filled + i) + 1] = right[from + i];
        }
    }

    boolean full() {
        return filled == size;
    }

    boolean empty() {
        return filled == 0;
    }

    /** What is in it, placed behind what was taken before; then it is empty. */
    AVFrame take() {
        if (!planar) {
            new ShortPointer(frame.data(0)).put(interleaved, 0, filled * channels);
        }
        frame.nb_samples(filled);
        frame.pts(position);
        position += filled;
        filled = 0;
        return frame;
    }

    /** To be called when the encoder has what was taken. */
    void reuse() {
        frame.nb_samples(size);
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
