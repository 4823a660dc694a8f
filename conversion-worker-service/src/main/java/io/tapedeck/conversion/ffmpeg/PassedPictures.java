package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.video.DecodeTimes;
import io.tapedeck.conversion.video.VideoTime;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.H264ByteStream;
import io.tapedeck.protocol.video.VideoCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * One party's pictures as they came, not coded again. The first key frame is seen from the beginning of the movie, each picture until
 * the next. One thread.
 */
final class PassedPictures implements PictureTrack {

    /** A first picture that comes later is written twice: at the beginning, and at its own time. */
    private static final long LATE = VideoTime.HERTZ / 10;

    private final MovieContainer container;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();
    private final AVRational ticks = new AVRational().num(1).den(VideoTime.HERTZ);
    private final DecodeTimes times;
    private DecodeTimes.@Nullable Timed pending;
    private boolean begun;

    PassedPictures(MovieContainer container, EncodedFrame first, PictureSize size) {
        this.container = container;
        this.stream = container.newStream();
        this.times = new DecodeTimes(first.codec());
        AVCodecParameters parameters = stream.codecpar();
        parameters.codec_type(AVMEDIA_TYPE_VIDEO);
        parameters.codec_id(first.codec() == VideoCodec.H264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_VP8);
        parameters.width(size.width());
        parameters.height(size.height());
        if (first.codec() == VideoCodec.H264) {
            describe(parameters, H264ByteStream.parameterSets(first.data()));
        }
        stream.time_base().num(1).den(VideoTime.HERTZ);
    }

    private static void describe(AVCodecParameters parameters, byte[] sets) {
        var copy = new BytePointer(av_mallocz((long) sets.length + AV_INPUT_BUFFER_PADDING_SIZE));
        copy.put(sets);
        parameters.extradata(copy); // which the stream frees
        parameters.extradata_size(sets.length);
    }

    @Override
    public void picture(Side side, EncodedFrame frame) throws JobFailure {
        if (!begun) {
            begun = true;
            order(frame.at(0));
            if (frame.position() <= LATE) {
                return;
            }
        }
        order(frame);
    }

    private void order(EncodedFrame frame) throws JobFailure {
        write(times.next(frame));
    }

    @Override
    public void advance(long place) {}

    @Override
    public void finish(long end) throws JobFailure {
        for (DecodeTimes.Timed next = times.rest(); next != null; next = times.rest()) {
            write(next);
        }
        if (pending != null) {
            write(pending, end - pending.showAt());
        }
    }

    /** A picture's duration is known when the next one is there. */
    private void write(DecodeTimes.@Nullable Timed next) throws JobFailure {
        if (next == null) {
            return;
        }
        if (pending != null) {
            write(pending, next.decodeAt() - pending.decodeAt());
        }
        pending = next;
    }

    private void write(DecodeTimes.Timed picture, long duration) throws JobFailure {
        PictureDecoder.fill(packet, picture.frame().data());
        packet.dts(picture.decodeAt());
        packet.pts(picture.showAt());
        packet.duration(Math.max(1, duration));
        packet.flags(picture.frame().isKey() ? AV_PKT_FLAG_KEY : 0);
        container.write(packet, stream, ticks);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        ticks.close();
    }
}
