package io.tapedeck.conversion.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;

import java.util.Map;

/**
 * How FFmpeg makes a format.
 *
 * @param name for people
 * @param muxer FFmpeg's name of the container
 * @param encoder FFmpeg's name of the encoder
 * @param sampleFormat of FFmpeg, 16 bits a sample
 * @param bitsPerSecond 0 where the encoder takes what it needs
 * @param effort the encoder's own scale, {@code compression_level}
 * @param options of the encoder
 */
record Coding(
        String name,
        String muxer,
        String encoder,
        int sampleFormat,
        int bitsPerSecond,
        int effort,
        Map<String, String> options) {

    /** LAME's quality 7 of 0 to 9: telephone speech sounds no better with 5, its default, which takes twice as long. */
    private static final int FAST_LAME = 7;

    /** Opus' complexity, 0 to 10, which is its default and takes more than twice as long. */
    private static final int MEDIUM_OPUS = 5;

    private static final int USUAL_FLAC = 5;
    private static final int ENCODERS_OWN = -1;

    /** The best of the eight modes of AMR. */
    private static final int HIGHEST_AMR = 12_200;

    /** The two parties are coded apart (no joint stereo): what one says is never heard on the other's side. */
    static Coding mp3(int bitsPerSecond) {
        return new Coding(
                "MP3", "mp3", "libmp3lame", AV_SAMPLE_FMT_S16P, bitsPerSecond, FAST_LAME, Map.of("joint_stereo", "0"));
    }

    static Coding opus(int bitsPerSecond) {
        return new Coding(
                "Opus",
                "opus",
                "libopus",
                AV_SAMPLE_FMT_S16,
                bitsPerSecond,
                MEDIUM_OPUS,
                Map.of("application", "voip"));
    }

    static Coding flac() {
        return new Coding("FLAC", "flac", "flac", AV_SAMPLE_FMT_S16, 0, USUAL_FLAC, Map.of());
    }

    static Coding amr() {
        return new Coding("AMR", "amr", "libopencore_amrnb", AV_SAMPLE_FMT_S16, HIGHEST_AMR, ENCODERS_OWN, Map.of());
    }

    /** Whether the container would else be marked with a random number, by which equal calls gave unequal files. */
    boolean bitExact() {
        return muxer.equals("opus");
    }

    boolean planar() {
        return sampleFormat == AV_SAMPLE_FMT_S16P;
    }
}
