package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** The picture that is drawn on and coded again and again. One thread. */
final class Canvas implements AutoCloseable {

    private final AVFrame frame = av_frame_alloc();

    Canvas(PictureSize size) {
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(size.width());
        frame.height(size.height());
        check(av_frame_get_buffer(frame, 0));
    }

    AVFrame frame() {
        return frame;
    }

    /** The same, with its content, where no encoder holds on to it. */
    AVFrame writable() {
        check(av_frame_make_writable(frame));
        return frame;
    }

    private static void check(int result) {
        if (result < 0) {
            throw new OutOfMemoryError("no native memory for a picture");
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
    }
}
