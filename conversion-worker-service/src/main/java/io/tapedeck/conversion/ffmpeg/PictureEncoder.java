package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.video.VideoCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * H.264 by OpenH264 or VP8 by libvpx, both free of the GPL, into a track of a container. Pictures come out as they go in; each is
 * written when the next is there and its duration known. One thread.
 */
final class PictureEncoder implements AutoCloseable {

    private static final int AGAIN = -11; // AVERROR(EAGAIN): the encoder wants more pictures first

    /** Thousandths of a bit per pixel: two people who talk before walls that stand still. */
    private static final int BITS = 70;

    private static final int KEY_FRAME_SECONDS = 2;

    private final MovieContainer container;
    private final EncoderErrors errors;
    private final AVStream stream;
    private final AVPacket packet = av_packet_alloc();
    private final AVPacket pending = av_packet_alloc();
    private AVCodecContext context = new AVCodecContext(null);
    private boolean anyPending;

    private PictureEncoder(MovieContainer container) {
        this.container = container;
        this.errors = container.errors();
        this.stream = container.newStream();
    }

    /** @param rate pictures per second at most; they are placed on a grid of that rate */
    static PictureEncoder open(MovieContainer container, VideoCodec codec, PictureSize size, int rate)
            throws JobFailure {
        var encoder = new PictureEncoder(container);
        try {
            encoder.open(codec, size, rate);
            return encoder;
        } catch (JobFailure | RuntimeException e) {
            encoder.close();
            throw e;
        }
    }

    private void open(VideoCodec codec, PictureSize size, int rate) throws JobFailure {
        boolean h264 = codec == VideoCodec.H264;
        AVCodec found = avcodec_find_encoder_by_name(h264 ? "libopenh264" : "libvpx");
        if (found == null || found.isNull()) {
            throw errors.missing();
        }
        context = avcodec_alloc_context3(found);
        context.width(size.width());
        context.height(size.height());
        context.pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(rate);
        context.framerate().num(rate).den(1);
        context.gop_size(KEY_FRAME_SECONDS * rate);
        context.bit_rate((long) size.width() * size.height() * rate * BITS / 1_000);
        context.thread_count(1); // jobs share the cores among themselves
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
        errors.encode("open", h264 ? openH264(found) : openVp8(found));
        errors.encode("describe", avcodec_parameters_from_context(stream.codecpar(), context));
        stream.time_base().num(1).den(rate);
        stream.avg_frame_rate().num(rate).den(1);
    }

    private int openH264(AVCodec codec) {
        return open(codec, "rc_mode", "bitrate", "allow_skip_frames", "0", "profile", "constrained_baseline");
    }

    /** Fast, without pictures that wait for later ones; negative: of that speed, whatever the machine's load. */
    private int openVp8(AVCodec codec) {
        return open(codec, "deadline", "realtime", "cpu-used", "-8", "lag-in-frames", "0", "auto-alt-ref", "0");
    }

    private int open(AVCodec codec, String... namesAndValues) {
        var options = new AVDictionary(null);
        try {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                av_dict_set(options, namesAndValues[i], namesAndValues[i + 1], 0);
            }
            return avcodec_open2(context, codec, options);
        } finally {
            av_dict_free(options);
        }
    }

    /** @param tick on the grid; later than that of the picture before */
    void encode(AVFrame picture, long tick) throws JobFailure {
        picture.pts(tick);
        send(picture);
    }

    /** @param endTick where the movie ends */
    void finish(long endTick) throws JobFailure {
        send(null);
        writePending(endTick);
    }

    private void send(@Nullable AVFrame picture) throws JobFailure {
        errors.encode("encode", avcodec_send_frame(context, picture));
        for (int result = avcodec_receive_packet(context, packet);
                result != AGAIN && result != AVERROR_EOF;
                result = avcodec_receive_packet(context, packet)) {
            errors.encode("encode", result);
            writePending(packet.pts());
            av_packet_move_ref(pending, packet);
            anyPending = true;
        }
    }

    private void writePending(long nextTick) throws JobFailure {
        if (anyPending) {
            anyPending = false;
            pending.duration(Math.max(1, nextTick - pending.pts()));
            container.write(pending, stream, context.time_base());
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_packet_free(pending);
        avcodec_free_context(context);
    }
}
