package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
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
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.MediaProperties;
import io.tapedeck.conversion.media.MediaWriter;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * A file that FFmpeg encodes and writes. Containers tell players how many samples the encoder has put before and behind the
 * sound, so that what they play begins where the call began.
 */
final class EncodedFile implements MediaWriter {

    private static final int AGAIN = -11; // AVERROR(EAGAIN): the encoder wants more sound first

    /** For encoders that take any number of samples at once. */
    private static final int ANY_SIZE = 4_096;

    private final Coding coding;
    private final EncoderErrors errors;
    private final Path target;
    private final AVFormatContext container = new AVFormatContext(null);
    private AVCodecContext encoder = new AVCodecContext(null);
    private AVIOContext file = new AVIOContext(null);
    private AVStream stream = new AVStream(null);
    private AVPacket packet = new AVPacket(null);
    private @Nullable SampleFrame frame;

    private EncodedFile(Path target, Coding coding) {
        this.target = target;
        this.coding = coding;
        this.errors = new EncoderErrors(coding.name(), target);
    }

    static EncodedFile open(Path target, MediaProperties properties, Coding coding) throws JobFailure {
        var writer = new EncodedFile(target, coding);
        try {
            writer.openEncoder(properties);
            writer.openFile(properties);
            return writer;
        } catch (JobFailure | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private void openEncoder(MediaProperties properties) throws JobFailure {
        AVCodec codec = avcodec_find_encoder_by_name(coding.encoder());
        if (codec == null) {
            throw errors.missing();
        }
        int rate = properties.sampleRateHertz();
        encoder = avcodec_alloc_context3(codec);
        encoder.sample_fmt(coding.sampleFormat());
        encoder.sample_rate(rate);
        encoder.bit_rate(coding.bitsPerSecond());
        encoder.compression_level(coding.effort());
        encoder.time_base().num(1).den(rate);
        av_channel_layout_default(encoder.ch_layout(), properties.channels());
        for (Map.Entry<String, String> option : coding.options().entrySet()) {
            errors.encode("be set up", av_opt_set(encoder.priv_data(), option.getKey(), option.getValue(), 0));
        }
        errors.encode("open", avcodec_open2(encoder, codec, (AVDictionary) null));
        int size = encoder.frame_size() > 0 ? encoder.frame_size() : ANY_SIZE;
        frame = new SampleFrame(coding, properties.channels(), rate, size, errors);
        packet = av_packet_alloc();
    }

    private void openFile(MediaProperties properties) throws JobFailure {
        errors.encode("open", avformat_alloc_output_context2(container, null, coding.muxer(), null));
        if (coding.bitExact()) {
            container.flags(container.flags() | AVFMT_FLAG_BITEXACT);
        }
        stream = avformat_new_stream(container, null);
        errors.encode("describe", avcodec_parameters_from_context(stream.codecpar(), encoder));
        stream.time_base().num(1).den(properties.sampleRateHertz());
        FfmpegTags.write(properties.tags(), container);
        errors.wrote(avio_open(file, target.toString(), AVIO_FLAG_WRITE));
        container.pb(file);
        errors.wrote(avformat_write_header(container, (AVDictionary) null));
    }

    @Override
    public void write(short[] left, short[] right, int count) throws JobFailure {
        SampleFrame open = frame();
        int done = 0;
        while (done < count) {
            done += open.fill(left, right, done, count - done);
            if (open.full()) {
                encode(open);
            }
        }
    }

    @Override
    public void finish() throws JobFailure {
        if (!frame().empty()) {
            encode(frame());
        }
        errors.encode("finish", avcodec_send_frame(encoder, null));
        drain();
        errors.wrote(av_write_trailer(container));
        errors.wrote(avio_closep(file));
        container.pb(null);
    }

    @Override
    public void close() {
        av_packet_free(packet);
        if (frame != null) {
            frame.close();
        }
        avcodec_free_context(encoder);
        if (!file.isNull()) {
            avio_closep(file);
        }
        avformat_free_context(container);
    }

    private SampleFrame frame() {
        if (frame == null) {
            throw new IllegalStateException("not open");
        }
        return frame;
    }

    private void encode(SampleFrame samples) throws JobFailure {
        errors.encode("encode", avcodec_send_frame(encoder, samples.take()));
        samples.reuse();
        drain();
    }

    private void drain() throws JobFailure {
        for (int result = avcodec_receive_packet(encoder, packet);
                result != AGAIN && result != AVERROR_EOF;
                result = avcodec_receive_packet(encoder, packet)) {
            errors.encode("encode", result);
            av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
            packet.stream_index(stream.index());
            errors.wrote(av_interleaved_write_frame(container, packet));
        }
    }
}
