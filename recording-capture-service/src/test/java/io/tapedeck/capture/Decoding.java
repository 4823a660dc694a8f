package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.ShortBuffer;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** Listens to frames of any codec, by FFmpeg's decoders. */
final class Decoding {

    private static final int LONGEST_FRAME = 1 << 16;
    private static final int MOST_SECONDS = 20;

    private Decoding() {}

    /** One channel, at that rate. */
    static short[] pcm(String decoder, int rate, List<byte[]> frames) {
        AVCodec codec = avcodec_find_decoder_by_name(decoder);
        assertThat(codec).as(decoder).isNotNull();
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(rate);
        context.bits_per_coded_sample(4); // of G.726, 32 kbit/s
        context.block_align(decoder.equals("ilbc") ? frames.getFirst().length : 0); // tells 20 from 30 ms
        context.request_sample_fmt(AV_SAMPLE_FMT_S16);
        av_channel_layout_default(context.ch_layout(), 1);
        assertThat(avcodec_open2(context, codec, (AVDictionary) null)).isNotNegative();
        try {
            return decoded(context, rate, frames);
        } finally {
            avcodec_free_context(context);
        }
    }

    private static short[] decoded(AVCodecContext context, int rate, List<byte[]> frames) {
        ShortBuffer sound = ShortBuffer.allocate(rate * MOST_SECONDS);
        AVPacket packet = av_packet_alloc();
        AVFrame frame = av_frame_alloc();
        try (var input = new BytePointer((long) LONGEST_FRAME + AV_INPUT_BUFFER_PADDING_SIZE)) {
            for (byte[] bytes : frames) {
                packet.data(input.position(0).put(bytes, 0, bytes.length));
                packet.size(bytes.length);
                assertThat(avcodec_send_packet(context, packet)).isNotNegative();
                while (avcodec_receive_frame(context, frame) >= 0) {
                    sound.put(samples(frame));
                }
            }
            packet.data(null);
            packet.size(0);
        } finally {
            av_packet_free(packet);
            av_frame_free(frame);
        }
        var samples = new short[sound.position()];
        sound.flip().get(samples);
        return samples;
    }

    private static short[] samples(AVFrame frame) {
        var samples = new short[frame.nb_samples()];
        if (frame.format() != AV_SAMPLE_FMT_FLT && frame.format() != AV_SAMPLE_FMT_FLTP) {
            new ShortPointer(frame.data(0)).get(samples);
            return samples;
        }
        var floats = new float[samples.length];
        new FloatPointer(frame.data(0)).get(floats);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.clamp(Math.round(floats[i] * 32_768f), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return samples;
    }
}
