package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.tapedeck.conversion.media.MediaTags;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Tags under the names that FFmpeg turns into ID3v2 frames, Vorbis comments and so on. */
final class FfmpegTags {

    private FfmpegTags() {}

    static void write(MediaTags tags, AVFormatContext container) {
        var dictionary = new AVDictionary(null);
        set(dictionary, "title", tags.title());
        set(dictionary, "date", tags.date());
        set(dictionary, "session-id", tags.session());
        set(dictionary, "caller", tags.caller());
        set(dictionary, "callee", tags.callee());
        set(dictionary, "intervals", tags.intervals());
        container.metadata(dictionary); // which owns it now
    }

    private static void set(AVDictionary dictionary, String name, String value) {
        if (!value.isEmpty()) {
            av_dict_set(dictionary, name, value, 0);
        }
    }
}
