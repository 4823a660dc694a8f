package io.tapedeck.conversion.ffmpeg;

/** Of a picture, in pixels. */
record PictureSize(int width, int height) {

    PictureSize {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("no picture is " + width + " x " + height);
        }
    }

    /** The largest of its shape within a frame, even in both directions, since colour has half the resolution. */
    PictureSize within(PictureSize frame) {
        long byWidth = (long) frame.width * height / width;
        return byWidth <= frame.height
                ? even(frame.width, byWidth)
                : even((long) frame.height * width / height, frame.height);
    }

    private static PictureSize even(long width, long height) {
        return new PictureSize((int) Math.max(2, width & ~1L), (int) Math.max(2, height & ~1L));
    }
}
