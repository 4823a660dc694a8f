package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** What a player hears of an MP3 file: samples per channel, without what the encoder put before and behind. */
final class Mp3Reader {

    private final AVFormatContext container = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private short[][] samples = new short[2][0];

    static short[][] read(Path file) {
        return new Mp3Reader().decode(file);
    }

    private short[][] decode(Path file) {
        require(avformat_open_input(container, file.toString(), null, null));
        require(avformat_find_stream_info(container, (AVDictionary) null));
        var parameters = container.streams(0).codecpar();
        AVCodecContext decoder = avcodec_alloc_context3(avcodec_find_decoder(parameters.codec_id()));
        require(avcodec_parameters_to_context(decoder, parameters));
        decoder.pkt_timebase(container.streams(0).time_base());
        require(avcodec_open2(decoder, avcodec_find_decoder(parameters.codec_id()), (AVDictionary) null));
        while (av_read_frame(container, packet) >= 0) {
            require(avcodec_send_packet(decoder, packet));
            av_packet_unref(packet);
            collect(decoder);
        }
        avcodec_send_packet(decoder, null);
        collect(decoder);
        avcodec_free_context(decoder);
        av_frame_free(frame);
        av_packet_free(packet);
        avformat_close_input(container);
        return samples;
    }

    private void collect(AVCodecContext decoder) {
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            int channels = frame.ch_layout().nb_channels();
            for (int channel = 0; channel < channels; channel++) {
                var plane = new float[frame.nb_samples()];
                new FloatPointer(frame.extended_data(channel)).get(plane);
                append(channel, plane);
            }
        }
    }

    private void append(int channel, float[] plane) {
        int at = samples[channel].length;
        samples[channel] = Arrays.copyOf(samples[channel], at + plane.length);
        for (int i = 0; i < plane.length; i++) {
            samples[channel][at + i] = (short) Math.clamp(Math.round(plane[i] * 32_767), -32_768, 32_767);
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new AssertionError(FfmpegErrors.message(result));
        }
    }
}
