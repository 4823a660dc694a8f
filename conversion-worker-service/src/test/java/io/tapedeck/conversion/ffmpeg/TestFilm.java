package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.tapedeck.protocol.video.VideoCodec;
import io.tapedeck.testkit.rtp.VideoPackets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A film whose pictures say which they are: eight fields in a row at the top are the bits of the picture's number, lowest left; the
 * lower half is white in a flash and dark otherwise.
 */
final class TestFilm {

    static final int BITS = 8;
    static final int BRIGHT = 225;
    static final int DARK = 40;

    private static final int NOISE = 24;

    private TestFilm() {}

    /** @param flash numbers of the pictures that are bright */
    static List<byte[]> coded(VideoCodec codec, PictureSize size, int perSecond, int pictures, IntPredicate flash) {
        MediaFiles.prepareLibraries();
        av_log_set_level(AV_LOG_QUIET);
        var encoder = avcodec_find_encoder_by_name(codec == VideoCodec.H264 ? "libopenh264" : "libvpx");
        AVCodecContext context = avcodec_alloc_context3(encoder);
        context.width(size.width()).height(size.height()).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(perSecond);
        context.framerate().num(perSecond).den(1);
        context.gop_size(perSecond); // OpenH264 sees changes of scene besides
        context.bit_rate(400_000);
        var options = new AVDictionary(null);
        if (codec == VideoCodec.H264) {
            av_dict_set(options, "allow_skip_frames", "0", 0);
        } else {
            av_dict_set(options, "deadline", "realtime", 0);
            av_dict_set(options, "lag-in-frames", "0", 0);
        }
        require(avcodec_open2(context, encoder, options));
        var coded = new ArrayList<byte[]>();
        try (var canvas = new Canvas(size)) {
            AVPacket packet = av_packet_alloc();
            for (int number = 0; number < pictures; number++) {
                draw(canvas.writable(), size, number, flash.test(number));
                canvas.frame().pts(number);
                require(avcodec_send_frame(context, canvas.frame()));
                collect(context, packet, coded);
            }
            avcodec_send_frame(context, null);
            collect(context, packet, coded);
            av_packet_free(packet);
        }
        avcodec_free_context(context);
        return coded;
    }

    static boolean isKey(VideoCodec codec, byte[] picture) {
        return codec == VideoCodec.VP8
                ? (picture[0] & 1) == 0
                : VideoPackets.units(picture).stream().anyMatch(unit -> (unit[0] & 0x1F) == 5);
    }

    private static void collect(AVCodecContext context, AVPacket packet, List<byte[]> coded) {
        while (avcodec_receive_packet(context, packet) >= 0) {
            var bytes = new byte[packet.size()];
            packet.data().get(bytes);
            coded.add(bytes);
            av_packet_unref(packet);
        }
    }

    private static void draw(AVFrame canvas, PictureSize size, int number, boolean flash) {
        for (int y = 0; y < size.height(); y++) {
            var row = new byte[size.width()];
            for (int x = 0; x < row.length; x++) {
                boolean bright = y < size.height() / 2 ? (number >> x * BITS / row.length & 1) != 0 : flash;
                row[x] = (byte) ((bright ? BRIGHT : DARK) + (x * 31 + y * 17 + number * 7) % NOISE - NOISE / 2);
            }
            canvas.data(0).position((long) y * canvas.linesize(0)).put(row);
            canvas.data(0).position(0);
        }
        for (int plane = 1; plane < 3; plane++) {
            for (int y = 0; y < size.height() / 2; y++) {
                var row = new byte[size.width() / 2];
                java.util.Arrays.fill(row, (byte) 128);
                canvas.data(plane).position((long) y * canvas.linesize(plane)).put(row);
                canvas.data(plane).position(0);
            }
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new AssertionError(FfmpegErrors.message(result));
        }
    }
}
