package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.video.EncodedFrame;

/** The pictures of a movie. One thread. */
interface PictureTrack extends AutoCloseable {

    /** The next of that side, in the order of decoding. */
    void picture(Side side, EncodedFrame frame) throws JobFailure;

    /** All pictures that are shown before that place were given. */
    void advance(long place) throws JobFailure;

    /** @param end where the movie ends; the last picture stays to there */
    void finish(long end) throws JobFailure;

    @Override
    void close();

    /** Of a movie without pictures. */
    PictureTrack NONE = new PictureTrack() {
        @Override
        public void picture(Side side, EncodedFrame frame) {}

        @Override
        public void advance(long place) {}

        @Override
        public void finish(long end) {}

        @Override
        public void close() {}
    };
}
