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
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/** What a phone would send in Opus: packets of 20 ms, mono. */
final class CodedOpus {

    private CodedOpus() {}

    /** @param options of libopus, as FFmpeg names them */
    static List<byte[]> packets(short[] samples, int rate, int bitRate, Map<String, String> options) {
        MediaFiles.prepareLibraries();
        var encoder = avcodec_find_encoder_by_name("libopus");
        AVCodecContext context = avcodec_alloc_context3(encoder);
        context.sample_fmt(AV_SAMPLE_FMT_S16).sample_rate(rate).bit_rate(bitRate);
        av_channel_layout_default(context.ch_layout(), 1);
        var dictionary = new AVDictionary(null);
        options.forEach((name, value) -> av_dict_set(dictionary, name, value, 0));
        require(avcodec_open2(context, encoder, dictionary));
        try {
            return packets(context, samples);
        } finally {
            avcodec_free_context(context);
        }
    }

    private static List<byte[]> packets(AVCodecContext context, short[] samples) {
        var coded = new ArrayList<byte[]>();
        int size = context.frame_size();
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        frame.format(AV_SAMPLE_FMT_S16).nb_samples(size).sample_rate(context.sample_rate());
        av_channel_layout_default(frame.ch_layout(), 1);
        require(av_frame_get_buffer(frame, 0));
        for (int at = 0; at + size <= samples.length; at += size) {
            require(av_frame_make_writable(frame));
            new ShortPointer(frame.data(0)).put(samples, at, size);
            frame.pts(at);
            require(avcodec_send_frame(context, frame));
            while (avcodec_receive_packet(context, packet) >= 0) {
                var bytes = new byte[packet.size()];
                packet.data().get(bytes);
                coded.add(bytes);
                av_packet_unref(packet);
            }
        }
        av_frame_free(frame);
        av_packet_free(packet);
        return coded;
    }

    private static void require(int result) {
        if (result < 0) {
            throw new AssertionError(FfmpegErrors.message(result));
        }
    }
}
