package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.MediaProperties;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** The sound of a movie: AAC in MP4, Opus in WebM, what all browsers play. One thread. */
final class SoundTrack implements AutoCloseable {

    private static final int AGAIN = -11; // AVERROR(EAGAIN): the encoder wants more sound first

    private static final int LEAST_AAC = 24_000;
    private static final int MOST_AAC = 64_000;
    private static final int OPUS = 24_000;
    private static final float FULL_SCALE = 32_768f;

    private final MovieContainer container;
    private final EncoderErrors errors;
    private final int channels;
    private final boolean planar;
    private final AVStream stream;
    private final AVFrame frame = av_frame_alloc();
    private final AVPacket packet = av_packet_alloc();
    private AVCodecContext encoder = new AVCodecContext(null);
    private float[] samples = new float[0];
    private int filled;
    private long position;

    private SoundTrack(MovieContainer container, MediaProperties properties) {
        this.container = container;
        this.errors = container.errors();
        this.channels = properties.channels();
        this.planar = properties.format() == MediaFormat.MP4;
        this.stream = container.newStream();
    }

    static SoundTrack open(MovieContainer container, MediaProperties properties) throws JobFailure {
        var track = new SoundTrack(container, properties);
        try {
            track.openEncoder(properties);
            track.allocate(properties.sampleRateHertz());
            return track;
        } catch (JobFailure | RuntimeException e) {
            track.close();
            throw e;
        }
    }

    private void openEncoder(MediaProperties properties) throws JobFailure {
        AVCodec codec = avcodec_find_encoder_by_name(planar ? "aac" : "libopus");
        if (codec == null || codec.isNull()) {
            throw errors.missing();
        }
        int rate = properties.sampleRateHertz();
        encoder = avcodec_alloc_context3(codec);
        encoder.sample_fmt(planar ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT);
        encoder.sample_rate(rate);
        encoder.bit_rate((long) channels * (planar ? Math.clamp(2L * rate, LEAST_AAC, MOST_AAC) : OPUS));
        encoder.time_base().num(1).den(rate);
        encoder.flags(encoder.flags() | AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT);
        av_channel_layout_default(encoder.ch_layout(), channels);
        errors.encode("open", avcodec_open2(encoder, codec, (AVDictionary) null));
        errors.encode("describe", avcodec_parameters_from_context(stream.codecpar(), encoder));
        stream.time_base().num(1).den(rate);
    }

    private void allocate(int rate) throws JobFailure {
        frame.format(encoder.sample_fmt());
        frame.sample_rate(rate);
        frame.nb_samples(encoder.frame_size());
        av_channel_layout_default(frame.ch_layout(), channels);
        errors.encode("allocate", av_frame_get_buffer(frame, 0));
        samples = new float[encoder.frame_size() * channels];
    }

    void write(short[] left, short[] right, int count) throws JobFailure {
        int done = 0;
        while (done < count) {
            int fit = Math.min(count - done, encoder.frame_size() - filled);
            place(left, done, fit, 0);
            if (channels == 2) {
                place(right, done, fit, 1);
            }
            filled += fit;
            done += fit;
            if (filled == encoder.frame_size()) {
                send();
            }
        }
    }

    void finish() throws JobFailure {
        if (filled > 0) {
            send();
        }
        errors.encode("finish", avcodec_send_frame(encoder, null));
        drain();
    }

    private void place(short[] from, int at, int count, int channel) {
        int step = planar ? 1 : channels;
        int to = planar ? channel * encoder.frame_size() + filled : filled * channels + channel;
        for (int i = 0; i < count; i++) {
            samples[to + i * step] = from[at + i] / FULL_SCALE;
        }
    }

    private void send() throws JobFailure {
        errors.encode("prepare", av_frame_make_writable(frame));
        for (int plane = 0; plane < (planar ? channels : 1); plane++) {
            int length = planar ? filled : filled * channels;
            new FloatPointer(frame.data(plane)).put(samples, plane * encoder.frame_size(), length);
        }
        frame.nb_samples(filled);
        frame.pts(position);
        position += filled;
        filled = 0;
        errors.encode("encode", avcodec_send_frame(encoder, frame));
        frame.nb_samples(encoder.frame_size());
        drain();
    }

    private void drain() throws JobFailure {
        for (int result = avcodec_receive_packet(encoder, packet);
                result != AGAIN && result != AVERROR_EOF;
                result = avcodec_receive_packet(encoder, packet)) {
            errors.encode("encode", result);
            container.write(packet, stream, encoder.time_base());
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(encoder);
    }
}
