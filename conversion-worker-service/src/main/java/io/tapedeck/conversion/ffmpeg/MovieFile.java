package io.tapedeck.conversion.ffmpeg;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.MediaProperties;
import io.tapedeck.conversion.media.MediaWriter;
import io.tapedeck.conversion.timeline.Mix;
import io.tapedeck.conversion.video.Pictures;
import io.tapedeck.conversion.video.VideoTime;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import java.nio.file.Path;
import java.util.List;

/**
 * A movie: a track of pictures, if there are any, and one of sound, in a container. The sound leads, the pictures follow it block by
 * block. Where each party has a file of its own, both are heard in it. One thread.
 */
final class MovieFile implements MediaWriter {

    private final MovieContainer container;
    private final Pictures seen;
    private final PictureTrack pictures;
    private final SoundTrack sound;
    private final int rate;
    private short[] mixed = new short[0];
    private long samples;

    private MovieFile(MovieContainer container, Pictures seen, PictureTrack pictures, SoundTrack sound, int rate) {
        this.container = container;
        this.seen = seen;
        this.pictures = pictures;
        this.sound = sound;
        this.rate = rate;
    }

    static MovieFile open(Path target, MediaProperties properties) throws JobFailure {
        Pictures seen = properties.pictures();
        if (seen == null) {
            throw new IllegalArgumentException("a movie without word of its pictures");
        }
        MovieContainer container = MovieContainer.open(properties.format(), target);
        try {
            return open(container, seen, properties);
        } catch (JobFailure | RuntimeException e) {
            container.close();
            throw e;
        }
    }

    private static MovieFile open(MovieContainer container, Pictures seen, MediaProperties properties)
            throws JobFailure {
        PictureTrack pictures = track(container, seen, properties.format());
        try {
            SoundTrack sound = SoundTrack.open(container, properties);
            try {
                container.begin(properties);
                return new MovieFile(container, seen, pictures, sound, properties.sampleRateHertz());
            } catch (JobFailure | RuntimeException e) {
                sound.close();
                throw e;
            }
        } catch (JobFailure | RuntimeException e) {
            pictures.close();
            throw e;
        }
    }

    private static PictureTrack track(MovieContainer container, Pictures seen, MediaFormat format) throws JobFailure {
        List<Pictures.Screen> screens = seen.screens();
        VideoCodec codec = format == MediaFormat.MP4 ? VideoCodec.H264 : VideoCodec.VP8;
        if (screens.isEmpty()) {
            return PictureTrack.NONE;
        }
        if (!seen.passableAs(codec)) {
            return ComposedPictures.open(container, codec, screens);
        }
        EncodedFrame first = screens.getFirst().first();
        PictureSize size = PictureDecoder.sizeOf(first);
        return size == null ? PictureTrack.NONE : new PassedPictures(container, first, size);
    }

    @Override
    public void write(short[] left, short[] right, int count) throws JobFailure {
        samples += count;
        show(VideoTime.ticks(samples, rate));
        sound.write(seen.ofOneParty() ? mix(left, right, count) : left, right, count);
    }

    private void show(long place) throws JobFailure {
        for (Side side : seen.sides()) {
            for (EncodedFrame next = seen.takeBefore(side, place); next != null; next = seen.takeBefore(side, place)) {
                pictures.picture(side, next);
            }
        }
        pictures.advance(place);
    }

    private short[] mix(short[] own, short[] other, int count) {
        if (mixed.length < count) {
            mixed = new short[count];
        }
        Mix.add(own, other, 0, count, mixed);
        return mixed;
    }

    @Override
    public void finish() throws JobFailure {
        pictures.finish(VideoTime.ticks(samples, rate));
        sound.finish();
        container.finish();
    }

    @Override
    public void close() {
        pictures.close();
        sound.close();
        container.close();
    }
}
