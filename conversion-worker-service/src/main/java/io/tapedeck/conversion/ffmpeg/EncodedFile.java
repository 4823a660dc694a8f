package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set_int;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.MediaProperties;
import io.tapedeck.conversion.media.MediaWriter;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.ShortPointer;

/**
 * MP3 by LAME. The Xing/LAME head tells players how many samples the encoder has put before and behind the sound, so that
 * what they play begins where the call began. The two parties are coded apart (no joint stereo): what one says is never
 * heard on the other's side.
 */
final class Mp3Writer implements MediaWriter {

    private static final int AGAIN = -11; // AVERROR(EAGAIN): the encoder wants more sound first

    /** LAME's quality 7 of 0 to 9: telephone speech sounds no better with 5, its default, which takes twice as long. */
    private static final int FAST = 7;

    private final Path target;
    private final int channels;
    private final AVFormatContext container = new AVFormatContext(null);
    private AVCodecContext encoder = new AVCodecContext(null);
    private AVIOContext file = new AVIOContext(null);
    private AVStream stream = new AVStream(null);
    private AVFrame frame = new AVFrame(null);
    private AVPacket packet = new AVPacket(null);
    private int filled;
    private long position;

    private Mp3Writer(Path target, int channels) {
        this.target = target;
        this.channels = channels;
    }

    static Mp3Writer open(Path target, MediaProperties properties, int bitsPerSecond) throws JobFailure {
        var writer = new Mp3Writer(target, properties.channels());
        try {
            writer.openEncoder(properties, bitsPerSecond);
            writer.openFile(properties);
            return writer;
        } catch (JobFailure | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private void openEncoder(MediaProperties properties, int bitsPerSecond) throws JobFailure {
        AVCodec lame = avcodec_find_encoder_by_name("libmp3lame");
        if (lame == null) {
            throw JobFailure.of(FailureCode.INTERNAL, "The MP3 encoder is not part of this build.");
        }
        encoder = avcodec_alloc_context3(lame);
        encoder.sample_fmt(AV_SAMPLE_FMT_S16P);
        encoder.sample_rate(properties.sampleRateHertz());
        encoder.bit_rate(bitsPerSecond);
        encoder.compression_level(FAST);
        encoder.time_base().num(1).den(properties.sampleRateHertz());
        av_channel_layout_default(encoder.ch_layout(), channels);
        av_opt_set_int(encoder.priv_data(), "joint_stereo", 0, 0);
        encode("open", avcodec_open2(encoder, lame, (AVDictionary) null));
        frame = av_frame_alloc();
        frame.format(AV_SAMPLE_FMT_S16P);
        frame.sample_rate(properties.sampleRateHertz());
        frame.nb_samples(encoder.frame_size());
        av_channel_layout_default(frame.ch_layout(), channels);
        encode("allocate", av_frame_get_buffer(frame, 0));
        packet = av_packet_alloc();
    }

    private void openFile(MediaProperties properties) throws JobFailure {
        encode("open", avformat_alloc_output_context2(container, null, "mp3", null));
        stream = avformat_new_stream(container, null);
        encode("describe", avcodec_parameters_from_context(stream.codecpar(), encoder));
        stream.time_base().num(1).den(properties.sampleRateHertz());
        var tags = new AVDictionary(null);
        av_dict_set(tags, "title", properties.title(), 0);
        av_dict_set(tags, "session-id", properties.session(), 0);
        av_dict_set(tags, "date", properties.startedAt().toString(), 0);
        container.metadata(tags);
        wrote(avio_open(file, target.toString(), AVIO_FLAG_WRITE));
        container.pb(file);
        wrote(avformat_write_header(container, (AVDictionary) null));
    }

    @Override
    public void write(short[] left, short[] right, int count) throws JobFailure {
        int done = 0;
        while (done < count) {
            int fit = Math.min(count - done, encoder.frame_size() - filled);
            if (filled == 0) {
                encode("prepare", av_frame_make_writable(frame));
            }
            copy(left, done, fit, 0);
            if (channels == 2) {
                copy(right, done, fit, 1);
            }
            filled += fit;
            done += fit;
            if (filled == encoder.frame_size()) {
                sendFrame();
            }
        }
    }

    @Override
    public void finish() throws JobFailure {
        if (filled > 0) {
            sendFrame();
        }
        encode("finish", avcodec_send_frame(encoder, null));
        drain();
        wrote(av_write_trailer(container));
        wrote(avio_closep(file));
        container.pb(null);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        av_frame_free(frame);
        avcodec_free_context(encoder);
        if (!file.isNull()) {
            avio_closep(file);
        }
        avformat_free_context(container);
    }

    private void copy(short[] samples, int from, int count, int plane) {
        new ShortPointer(frame.data(plane)).position(filled).put(samples, from, count);
    }

    private void sendFrame() throws JobFailure {
        frame.nb_samples(filled);
        frame.pts(position);
        position += filled;
        filled = 0;
        encode("encode", avcodec_send_frame(encoder, frame));
        frame.nb_samples(encoder.frame_size());
        drain();
    }

    private void drain() throws JobFailure {
        for (int result = avcodec_receive_packet(encoder, packet);
                result != AGAIN && result != AVERROR_EOF;
                result = avcodec_receive_packet(encoder, packet)) {
            encode("encode", result);
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            wrote(av_interleaved_write_frame(container, packet));
        }
    }

    private static void encode(String step, int result) throws JobFailure {
        if (result < 0) {
            throw JobFailure.of(
                    FailureCode.INTERNAL,
                    "The MP3 encoder could not " + step + ": " + FfmpegErrors.message(result) + ".");
        }
    }

    private void wrote(int result) throws JobFailure {
        if (result < 0) {
            throw JobFailure.writing(target.toString(), FfmpegErrors.message(result));
        }
    }
}
