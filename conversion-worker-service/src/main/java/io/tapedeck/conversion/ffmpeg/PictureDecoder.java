package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.VideoCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** One decoder of pictures. What it cannot decode shows nothing. One thread. */
final class PictureDecoder implements AutoCloseable {

    static {
        MediaFiles.prepareLibraries();
        av_log_set_level(AV_LOG_QUIET); // a stranger's packets are counted, not logged
    }

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();

    /** Takes a decoded picture, valid during the call only. */
    interface Screen {
        void show(AVFrame picture);
    }

    PictureDecoder(VideoCodec codec) {
        AVCodec decoder = avcodec_find_decoder_by_name(codec == VideoCodec.H264 ? "h264" : "vp8");
        context = avcodec_alloc_context3(decoder);
        context.thread_count(1); // a picture that goes in comes out; jobs share the cores among themselves
        if (avcodec_open2(context, decoder, (AVDictionary) null) < 0) {
            close();
            throw new IllegalStateException("FFmpeg has no decoder for " + codec);
        }
    }

    /** Null when that picture cannot be decoded. */
    static @Nullable PictureSize sizeOf(EncodedFrame key) {
        var size = new PictureSize[1];
        try (var decoder = new PictureDecoder(key.codec())) {
            decoder.decode(key, picture -> size[0] = new PictureSize(picture.width(), picture.height()));
            decoder.drain(picture -> size[0] = new PictureSize(picture.width(), picture.height()));
        }
        return size[0];
    }

    void decode(EncodedFrame encoded, Screen screen) {
        fill(packet, encoded.data());
        int sent = avcodec_send_packet(context, packet);
        av_packet_unref(packet);
        if (sent >= 0) {
            receive(screen);
        }
    }

    private void drain(Screen screen) {
        avcodec_send_packet(context, null);
        receive(screen);
    }

    private void receive(Screen screen) {
        while (avcodec_receive_frame(context, frame) >= 0) {
            screen.show(frame);
        }
    }

    /** Gives the packet a copy of the data. */
    static void fill(AVPacket packet, byte[] data) {
        if (av_new_packet(packet, data.length) < 0) {
            throw new OutOfMemoryError("no native memory for a picture of " + data.length + " bytes");
        }
        packet.data().put(data);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
    }
}
