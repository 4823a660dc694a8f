package io.tapedeck.conversion.media;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import java.util.Arrays;

/** Which sample rates the formats have, in hertz. */
final class Rates {

    private static final int[] OF_MP3 = {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000};

    /** As far as calls need them (ISO 14496-3, 1.6.3.4). */
    private static final int[] OF_AAC = {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000};

    /** Its frames of 1024 samples are then 32 ms, and a file ends within that of where it should. */
    private static final int LEAST_UNASKED_OF_AAC = 32_000;

    private static final int[] OF_OPUS = {8_000, 12_000, 16_000, 24_000, 48_000};
    private static final int[] OF_AMR = {8_000};
    private static final int LEAST = 8_000;
    private static final int MOST = 48_000;

    /** MP3 of speech gains nothing from more at the bit rates that are usual for it. */
    private static final int HIGHEST_UNASKED_OF_MP3 = 16_000;

    private Rates() {}

    /**
     * The rate of a file.
     *
     * @param spoken the highest rate that was spoken
     * @throws JobFailure when the plan asks for one that the format does not have
     */
    static int of(MediaPlan plan, int spoken) throws JobFailure {
        int asked = plan.rateHertz();
        if (asked == 0) {
            return nearest(plan.format(), spoken);
        }
        if (!has(plan.format(), asked)) {
            throw JobFailure.of(
                    FailureCode.FORMAT_UNSUPPORTED,
                    "There is no " + plan.format() + " with " + asked
                            + " samples per second. Set another sample rate, or"
                            + " none, for the recordings of this tenant.");
        }
        return asked;
    }

    private static boolean has(MediaFormat format, int rate) {
        return switch (format) {
            case WAV, FLAC -> rate >= LEAST && rate <= MOST;
            case MP3 -> Arrays.binarySearch(OF_MP3, rate) >= 0;
            case MP4 -> Arrays.binarySearch(OF_AAC, rate) >= 0;
            case OPUS, WEBM -> Arrays.binarySearch(OF_OPUS, rate) >= 0;
            case AMR -> Arrays.binarySearch(OF_AMR, rate) >= 0;
        };
    }

    private static int nearest(MediaFormat format, int spoken) {
        return switch (format) {
            case WAV, FLAC -> spoken;
            case MP3 -> atLeast(OF_MP3, Math.min(spoken, HIGHEST_UNASKED_OF_MP3));
            case MP4 -> atLeast(OF_AAC, Math.max(spoken, LEAST_UNASKED_OF_AAC));
            case OPUS, WEBM -> atLeast(OF_OPUS, spoken);
            case AMR -> atLeast(OF_AMR, spoken);
        };
    }

    /** The lowest that keeps everything, or the highest there is. */
    private static int atLeast(int[] rates, int wanted) {
        return Arrays.stream(rates).filter(rate -> rate >= wanted).findFirst().orElse(rates[rates.length - 1]);
    }
}
