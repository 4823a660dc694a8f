package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.MediaProperties;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** A movie file: MP4 with its index in front of the media, so that it plays while it is fetched, or WebM. One thread. */
final class MovieContainer implements AutoCloseable {

    private final MediaFormat format;
    private final EncoderErrors errors;
    private final Path target;
    private final AVFormatContext context = new AVFormatContext(null);
    private final AVIOContext file = new AVIOContext(null);

    private MovieContainer(MediaFormat format, Path target) {
        this.format = format;
        this.target = target;
        this.errors = new EncoderErrors(format.name(), target);
    }

    static MovieContainer open(MediaFormat format, Path target) throws JobFailure {
        var container = new MovieContainer(format, target);
        String muxer = format == MediaFormat.MP4 ? "mp4" : "webm";
        container.errors.encode(
                "open", avformat_alloc_output_context2(container.context, null, muxer, target.toString()));
        // no random numbers, no dates of today: equal calls give equal files
        container.context.flags(container.context.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
        return container;
    }

    EncoderErrors errors() {
        return errors;
    }

    /** To be described before {@link #begin}. It belongs to the container. */
    AVStream newStream() {
        return avformat_new_stream(context, null);
    }

    /** All streams are described. */
    void begin(MediaProperties properties) throws JobFailure {
        FfmpegTags.write(properties.tags(), context);
        AVDictionary tags = context.metadata();
        av_dict_set(tags, "creation_time", properties.tags().date(), 0);
        context.metadata(tags);
        errors.wrote(avio_open(file, target.toString(), AVIO_FLAG_WRITE));
        context.pb(file);
        var options = new AVDictionary(null);
        try {
            if (format == MediaFormat.MP4) {
                av_dict_set(options, "movflags", "+faststart+use_metadata_tags", 0);
            }
            errors.wrote(avformat_write_header(context, options));
        } finally {
            av_dict_free(options);
        }
    }

    /**
     * @param packet with times in {@code timeBase}; its content is taken over, and the packet empty afterwards
     */
    void write(AVPacket packet, AVStream stream, AVRational timeBase) throws JobFailure {
        av_packet_rescale_ts(packet, timeBase, stream.time_base());
        packet.stream_index(stream.index());
        errors.wrote(av_interleaved_write_frame(context, packet));
    }

    void finish() throws JobFailure {
        errors.wrote(av_write_trailer(context));
        errors.wrote(avio_closep(file));
        context.pb(null);
    }

    @Override
    public void close() {
        if (!file.isNull()) {
            avio_closep(file);
        }
        avformat_free_context(context);
    }
}
