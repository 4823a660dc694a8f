package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.video.Pictures;
import io.tapedeck.conversion.video.VideoTime;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Pictures that are coded anew, on a grid of {@link #RATE}: at each tick what both parties show then, side by side. Where nothing has
 * changed no picture is made, for a second at most. Until a party's first picture its side is black. One thread.
 */
final class ComposedPictures implements PictureTrack {

    /** A picture is shown at most half a tick, 17 ms, before or after its time. */
    private static final int RATE = 30;

    private static final long TICK = VideoTime.HERTZ / RATE;

    /** Larger is no better for people who talk, and costs time in proportion. */
    private static final PictureSize LARGEST_TILE = new PictureSize(854, 480);

    private final Canvas canvas;
    private final PictureEncoder encoder;
    private final List<Performer> performers;
    private long tick;
    private long coded = -RATE;

    private ComposedPictures(Canvas canvas, PictureEncoder encoder, List<Performer> performers) {
        this.canvas = canvas;
        this.encoder = encoder;
        this.performers = performers;
    }

    static ComposedPictures open(MovieContainer container, VideoCodec codec, List<Pictures.Screen> screens)
            throws JobFailure {
        PictureSize tile = tile(screens);
        int count = screens.size();
        var size = new PictureSize(count * tile.width(), tile.height());
        PictureEncoder encoder = PictureEncoder.open(container, codec, size, RATE);
        var performers = new ArrayList<Performer>();
        for (Pictures.Screen screen : screens) {
            performers.add(new Performer(screen.side(), new Tile(performers.size() * tile.width(), tile)));
        }
        var canvas = new Canvas(size);
        performers.forEach(performer -> performer.tile().clear(canvas.frame()));
        return new ComposedPictures(canvas, encoder, performers);
    }

    /** As large as the larger party. */
    private static PictureSize tile(List<Pictures.Screen> screens) {
        PictureSize largest = new PictureSize(2, 2);
        for (Pictures.Screen screen : screens) {
            PictureSize own = PictureDecoder.sizeOf(screen.first());
            if (own != null && (long) own.width() * own.height() > (long) largest.width() * largest.height()) {
                largest = own;
            }
        }
        boolean fits = largest.width() <= LARGEST_TILE.width() && largest.height() <= LARGEST_TILE.height();
        return largest.within(fits ? largest : LARGEST_TILE);
    }

    @Override
    public void picture(Side side, EncodedFrame frame) {
        for (Performer performer : performers) {
            if (performer.side() == side) {
                performer.add(frame);
            }
        }
    }

    @Override
    public void advance(long place) throws JobFailure {
        while (tick * TICK + TICK / 2 <= place) {
            compose();
            tick++;
        }
    }

    private void compose() throws JobFailure {
        AVFrame writable = canvas.writable();
        boolean changed = tick == 0;
        for (Performer performer : performers) {
            changed |= performer.perform(tick * TICK + TICK / 2, writable);
        }
        if (changed || tick - coded >= RATE) {
            coded = tick;
            encoder.encode(writable, tick);
        }
    }

    @Override
    public void finish(long end) throws JobFailure {
        advance(end);
        if (tick == 0) {
            compose(); // a movie of no length still has a picture
        }
        encoder.finish(Math.max(coded + 1, (end + TICK - 1) / TICK));
    }

    @Override
    public void close() {
        performers.forEach(Performer::close);
        encoder.close();
        canvas.close();
    }
}
