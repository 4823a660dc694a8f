package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.lame.LameWriter;
import io.tapedeck.conversion.media.MediaProperties;
import io.tapedeck.conversion.media.MediaWriter;
import io.tapedeck.conversion.media.MediaWriters;
import io.tapedeck.conversion.media.WavWriter;
import java.nio.file.Path;

/**
 * All formats. WAV is written in Java; what needs FFmpeg loads it when it is first used.
 *
 * @param mp3MonoBitsPerSecond of MP3 files with one channel
 * @param mp3StereoBitsPerSecond of MP3 files with two channels
 */
public record MediaFiles(int mp3MonoBitsPerSecond, int mp3StereoBitsPerSecond) implements MediaWriters {

    private static final int MONO = 32_000;
    private static final int STEREO = 48_000;

    /** 11 MB an hour; speech is transparent. */
    private static final int OPUS_MONO = 24_000;

    private static final int OPUS_STEREO = 40_000;

    static {
        prepareLibraries();
    }

    /** To be called before the first native class is loaded. */
    static void prepareLibraries() {
        // Everything native is freed by close(); without this the binding keeps a thread that waits for the garbage
        // collector.
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    }

    /** 14 MB an hour in mono, 22 MB in stereo. */
    public static MediaFiles standard() {
        return new MediaFiles(MONO, STEREO);
    }

    @Override
    public MediaWriter open(Path target, MediaProperties properties) throws JobFailure {
        boolean mono = properties.channels() == 1;
        return switch (properties.format()) {
            case WAV -> WavWriter.open(target, properties);
            case MP3 -> mp3(target, properties);
            case OPUS -> encoded(target, properties, Coding.opus(mono ? OPUS_MONO : OPUS_STEREO));
            case FLAC -> encoded(target, properties, Coding.flac());
            case AMR -> {
                if (!mono) {
                    throw JobFailure.of(
                            FailureCode.FORMAT_UNSUPPORTED,
                            "AMR has one channel. Order the layout mono or split for it, or another format.");
                }
                yield encoded(target, properties, Coding.amr());
            }
            case MP4, WEBM -> {
                av_log_set_level(AV_LOG_QUIET); // what goes wrong is thrown, what a stranger sent is counted
                yield MovieFile.open(target, properties);
            }
        };
    }

    private static MediaWriter encoded(Path target, MediaProperties properties, Coding coding) throws JobFailure {
        av_log_set_level(AV_LOG_ERROR);
        return EncodedFile.open(target, properties, coding);
    }

    /** The system's LAME is several times as fast as the one in the bundled FFmpeg. */
    private MediaWriter mp3(Path target, MediaProperties properties) throws JobFailure {
        int bitsPerSecond = properties.channels() == 1 ? mp3MonoBitsPerSecond : mp3StereoBitsPerSecond;
        return LameWriter.isAvailable()
                ? LameWriter.open(target, properties, bitsPerSecond)
                : encoded(target, properties, Coding.mp3(bitsPerSecond));
    }
}
