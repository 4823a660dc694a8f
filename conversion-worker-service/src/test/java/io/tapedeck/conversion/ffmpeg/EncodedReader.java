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
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** What a player hears of a file: samples per channel, without what the encoder put before and behind. */
final class EncodedReader {

    private final AVFormatContext container = new AVFormatContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final short[][] samples = new short[2][0];
    private final int[] counts = new int[2];

    static short[][] read(Path file) {
        return new EncodedReader().decode(file);
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
        return new short[][] {Arrays.copyOf(samples[0], counts[0]), Arrays.copyOf(samples[1], counts[1])};
    }

    private void collect(AVCodecContext decoder) {
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            int channels = frame.ch_layout().nb_channels();
            for (int channel = 0; channel < channels; channel++) {
                append(channel, samples(channel, channels));
            }
        }
    }

    private float[] samples(int channel, int channels) {
        var plane = new float[frame.nb_samples()];
        if (frame.format() == AV_SAMPLE_FMT_FLTP || frame.format() == AV_SAMPLE_FMT_FLT && channels == 1) {
            new FloatPointer(frame.extended_data(channel)).get(plane);
            return plane;
        }
        if (frame.format() != AV_SAMPLE_FMT_S16) {
            throw new AssertionError("a sample format that this reader does not know: " + frame.format());
        }
        var interleaved = new ShortPointer(frame.extended_data(0));
        for (int i = 0; i < plane.length; i++) {
            plane[i] = interleaved.get((long) i * channels + channel) / 32_767f;
        }
        return plane;
    }

    private void append(int channel, float[] plane) {
        int at = counts[channel];
        counts[channel] += plane.length;
        if (samples[channel].length < counts[channel]) {
            samples[channel] = Arrays.copyOf(samples[channel], 2 * counts[channel]);
        }
        for (int i = 0; i < plane.length; i++) {
            samples[channel][at + i] = (short) Math.clamp(Math.round(plane[i] * 32_767), -32_768, 32_767);
        }
    }

    /** What the file says about itself: of the container, or of the stream where the format has it there. */
    static Map<String, String> tags(Path file) {
        var reader = new EncodedReader();
        require(avformat_open_input(reader.container, file.toString(), null, null));
        var tags = new TreeMap<String, String>();
        collect(reader.container.metadata(), tags);
        collect(reader.container.streams(0).metadata(), tags);
        avformat_close_input(reader.container);
        av_frame_free(reader.frame);
        av_packet_free(reader.packet);
        return tags;
    }

    private static void collect(AVDictionary dictionary, Map<String, String> tags) {
        AVDictionaryEntry entry = av_dict_iterate(dictionary, null);
        while (entry != null) {
            tags.put(
                    entry.key().getString().toLowerCase(Locale.ROOT),
                    entry.value().getString());
            entry = av_dict_iterate(dictionary, entry);
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new AssertionError(FfmpegErrors.message(result));
        }
    }
}
