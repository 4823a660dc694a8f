package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** What a player shows and plays of a movie. */
final class MovieReader {

    final List<Shown> pictures = new ArrayList<>();
    final List<String> codecs = new ArrayList<>();
    final Map<String, String> tags = new TreeMap<>();
    short[] sound = new short[0];
    int sampleRate;
    int channels;
    double seconds;

    /**
     * A picture.
     *
     * @param tiles from left to right, in so many equal parts as the picture is read in
     */
    record Shown(double at, boolean key, int width, int height, List<Tile> tiles) {
        Tile only() {
            return tiles.getFirst();
        }
    }

    /** What a part of the picture says, see {@link TestFilm}. */
    record Tile(int number, boolean flash, boolean black) {}

    private final int parts;

    private MovieReader(int parts) {
        this.parts = parts;
    }

    static MovieReader read(Path file, int parts) {
        var reader = new MovieReader(parts);
        reader.decode(file);
        return reader;
    }

    List<Integer> numbers() {
        return pictures.stream().map(picture -> picture.only().number()).toList();
    }

    private void decode(Path file) {
        var container = new AVFormatContext(null);
        require(avformat_open_input(container, file.toString(), null, null));
        require(avformat_find_stream_info(container, (AVDictionary) null));
        seconds = container.duration() / 1e6;
        for (AVDictionaryEntry entry = av_dict_iterate(container.metadata(), null);
                entry != null && !entry.isNull();
                entry = av_dict_iterate(container.metadata(), entry)) {
            tags.put(entry.key().getString(), entry.value().getString());
        }
        var decoders = new ArrayList<AVCodecContext>();
        for (int i = 0; i < container.nb_streams(); i++) {
            decoders.add(open(container.streams(i)));
            codecs.add(
                    avcodec_get_name(container.streams(i).codecpar().codec_id()).getString());
        }
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(container, packet) >= 0) {
            int stream = packet.stream_index();
            require(avcodec_send_packet(decoders.get(stream), packet));
            av_packet_unref(packet);
            collect(decoders.get(stream), container.streams(stream));
        }
        for (int i = 0; i < decoders.size(); i++) {
            avcodec_send_packet(decoders.get(i), null);
            collect(decoders.get(i), container.streams(i));
            avcodec_free_context(decoders.get(i));
        }
        av_packet_free(packet);
        avformat_close_input(container);
    }

    private static AVCodecContext open(AVStream stream) {
        var codec = avcodec_find_decoder(stream.codecpar().codec_id());
        AVCodecContext context = avcodec_alloc_context3(codec);
        require(avcodec_parameters_to_context(context, stream.codecpar()));
        context.pkt_timebase(stream.time_base());
        require(avcodec_open2(context, codec, (AVDictionary) null));
        return context;
    }

    private void collect(AVCodecContext decoder, AVStream stream) {
        AVFrame frame = av_frame_alloc();
        while (avcodec_receive_frame(decoder, frame) >= 0) {
            if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                double at = frame.pts()
                        * (double) stream.time_base().num()
                        / stream.time_base().den();
                boolean key = (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
                pictures.add(new Shown(at, key, frame.width(), frame.height(), tiles(frame)));
            } else {
                hear(frame);
            }
        }
        av_frame_free(frame);
    }

    private List<Tile> tiles(AVFrame frame) {
        var tiles = new ArrayList<Tile>();
        int width = frame.width() / parts;
        for (int part = 0; part < parts; part++) {
            int number = 0;
            int left = part * width;
            for (int bit = 0; bit < TestFilm.BITS; bit++) {
                int x = left + (2 * bit + 1) * width / (2 * TestFilm.BITS);
                number |= bright(frame, x, frame.height() / 4) > 128 ? 1 << bit : 0;
            }
            double lower = bright(frame, left + width / 2, frame.height() * 3 / 4);
            tiles.add(new Tile(number, lower > 128, lower < 24 && number == 0));
        }
        return tiles;
    }

    /** The mean around a point. */
    private static double bright(AVFrame frame, int x, int y) {
        var row = new byte[5];
        double sum = 0;
        for (int dy = -2; dy <= 2; dy++) {
            new BytePointer(frame.data(0))
                    .position((long) (y + dy) * frame.linesize(0) + x - 2)
                    .get(row);
            for (byte value : row) {
                sum += value & 0xFF;
            }
        }
        return sum / 25;
    }

    /** The first channel. */
    private void hear(AVFrame frame) {
        sampleRate = frame.sample_rate();
        channels = frame.ch_layout().nb_channels();
        var floats = new float[frame.nb_samples()];
        new FloatPointer(frame.data(0)).get(floats);
        int from = sound.length;
        sound = Arrays.copyOf(sound, from + floats.length);
        for (int i = 0; i < floats.length; i++) {
            sound[from + i] = (short) Math.round(Math.clamp(floats[i], -1f, 1f) * 32_767);
        }
    }

    private static void require(int result) {
        if (result < 0) {
            throw new AssertionError(FfmpegErrors.message(result));
        }
    }
}
