package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** One party's place in the picture: what it sends is scaled to fit, in its own shape, the rest is black. One thread. */
final class Tile implements AutoCloseable {

    private static final int PLANES = 3;
    private static final byte BLACK = 16;
    private static final byte COLOURLESS = (byte) 128;

    private final int left;
    private final PictureSize size;
    private final PointerPointer<BytePointer> planes = new PointerPointer<>(PLANES + 1);
    private final IntPointer strides = new IntPointer(PLANES + 1L);
    private SwsContext scaler = new SwsContext((Pointer) null);
    private int width;
    private int height;

    /** @param left edge in the canvas; even, as the size is */
    Tile(int left, PictureSize size) {
        this.left = left;
        this.size = size;
    }

    /** @param canvas which may be written to */
    void clear(AVFrame canvas) {
        for (int plane = 0; plane < PLANES; plane++) {
            int shrink = plane == 0 ? 0 : 1;
            byte value = plane == 0 ? BLACK : COLOURLESS;
            for (int row = 0; row < size.height() >> shrink; row++) {
                Pointer.memset(at(canvas, plane, left, row << shrink), value, size.width() >> shrink);
            }
        }
    }

    void draw(AVFrame picture, AVFrame canvas) {
        if (picture.width() != width || picture.height() != height) {
            width = picture.width();
            height = picture.height();
            clear(canvas);
        }
        PictureSize fit = new PictureSize(width, height).within(size);
        scaler = sws_getCachedContext(
                scaler,
                width,
                height,
                picture.format(),
                fit.width(),
                fit.height(),
                AV_PIX_FMT_YUV420P,
                SWS_BILINEAR,
                (SwsFilter) null,
                (SwsFilter) null,
                (DoublePointer) null);
        if (scaler == null || scaler.isNull()) {
            return; // a pixel format that cannot be converted
        }
        int x = left + (size.width() - fit.width() >> 2 << 1);
        int y = size.height() - fit.height() >> 2 << 1;
        for (int plane = 0; plane < PLANES; plane++) {
            planes.put(plane, at(canvas, plane, x, y));
            strides.put(plane, canvas.linesize(plane));
        }
        sws_scale(scaler, picture.data(), picture.linesize(), 0, height, planes, strides);
    }

    private static BytePointer at(AVFrame canvas, int plane, int x, int y) {
        int shrink = plane == 0 ? 0 : 1;
        long offset = (long) (y >> shrink) * canvas.linesize(plane) + (x >> shrink);
        BytePointer data = canvas.data(plane);
        return new BytePointer(data).position(data.position() + offset);
    }

    @Override
    public void close() {
        if (scaler != null) {
            sws_freeContext(scaler);
        }
        planes.close();
        strides.close();
    }
}
