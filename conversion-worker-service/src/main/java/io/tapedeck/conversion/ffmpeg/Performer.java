package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.util.ArrayDeque;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One party of a picture: its frames until their time has come, its decoder, its place. One thread. */
final class Performer implements AutoCloseable {

    private final Side side;
    private final Tile tile;
    private final ArrayDeque<EncodedFrame> waiting = new ArrayDeque<>();
    private @Nullable PictureDecoder decoder;
    private @Nullable VideoCodec codec;
    private boolean drawn;

    Performer(Side side, Tile tile) {
        this.side = side;
        this.tile = tile;
    }

    Side side() {
        return side;
    }

    Tile tile() {
        return tile;
    }

    void add(EncodedFrame frame) {
        waiting.addLast(frame);
    }

    /**
     * Draws what is shown at that place.
     *
     * @return whether it is something new
     */
    boolean perform(long place, AVFrame canvas) {
        drawn = false;
        for (EncodedFrame next = waiting.peekFirst();
                next != null && next.position() <= place;
                next = waiting.peekFirst()) {
            waiting.removeFirst();
            decoderOf(next).decode(next, picture -> {
                tile.draw(picture, canvas);
                drawn = true;
            });
        }
        return drawn;
    }

    private PictureDecoder decoderOf(EncodedFrame frame) {
        if (decoder == null || frame.codec() != codec) {
            close(decoder);
            decoder = new PictureDecoder(frame.codec());
            codec = frame.codec();
        }
        return decoder;
    }

    private static void close(@Nullable PictureDecoder old) {
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        close(decoder);
        tile.close();
    }
}
