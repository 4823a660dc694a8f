package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;

/** One decoder of FFmpeg for one channel, a frame at a time. Everything native is freed by {@link #close}. One thread. */
final class NativeDecoder implements AutoCloseable {

    /** A payload of RTP over UDP is not longer. */
    private static final int LONGEST_FRAME = 1 << 16;

    static {
        MediaFiles.prepareLibraries();
        av_log_set_level(AV_LOG_QUIET); // a stranger's packets are counted, not logged
    }

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();
    private final AVFrame frame = av_frame_alloc();
    private final BytePointer input = new BytePointer((long) LONGEST_FRAME + AV_INPUT_BUFFER_PADDING_SIZE);
    private float[] floats = new float[0];

    private NativeDecoder(AVCodecContext context) {
        this.context = context;
    }

    /** Null when this build of FFmpeg has no such decoder. */
    static @Nullable NativeDecoder open(String name, int rate) {
        AVCodec codec = avcodec_find_decoder_by_name(name);
        if (codec == null || codec.isNull()) {
            return null;
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.sample_rate(rate);
        context.request_sample_fmt(AV_SAMPLE_FMT_S16);
        av_channel_layout_default(context.ch_layout(), 1);
        return new NativeDecoder(context).opened(codec);
    }

    /** iLBC has two frame lengths, told apart when it is opened. */
    static @Nullable NativeDecoder openIlbc(int frameBytes) {
        AVCodec codec = avcodec_find_decoder_by_name("ilbc");
        if (codec == null || codec.isNull()) {
            return null;
        }
        AVCodecContext context = avcodec_alloc_context3(codec);
        context.block_align(frameBytes);
        context.sample_rate(8_000);
        av_channel_layout_default(context.ch_layout(), 1);
        return new NativeDecoder(context).opened(codec);
    }

    private @Nullable NativeDecoder opened(AVCodec codec) {
        if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
            close();
            return null;
        }
        return this;
    }

    /**
     * @return samples written from {@code at} on; 0 for a frame that the decoder rejects
     */
    int decode(byte[] data, int length, short[] samples, int at) {
        input.position(0).put(data, 0, length);
        packet.data(input);
        packet.size(length);
        if (avcodec_send_packet(context, packet) < 0) {
            return 0;
        }
        int written = 0;
        while (avcodec_receive_frame(context, frame) >= 0) {
            int count = Math.min(frame.nb_samples(), samples.length - at - written);
            copy(samples, at + written, count);
            written += count;
        }
        return written;
    }

    private void copy(short[] samples, int at, int count) {
        BytePointer sound = frame.data(0);
        if (frame.format() != AV_SAMPLE_FMT_FLT && frame.format() != AV_SAMPLE_FMT_FLTP) {
            new ShortPointer(sound).get(samples, at, count);
            return;
        }
        if (floats.length < count) {
            floats = new float[count];
        }
        new FloatPointer(sound).get(floats, 0, count);
        for (int i = 0; i < count; i++) {
            samples[at + i] = (short) Math.clamp(Math.round(floats[i] * 32_768f), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    @Override
    public void close() {
        packet.data(null);
        packet.size(0);
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(context);
        input.close();
    }
}
