package io.tapedeck.conversion.worker;

import io.tapedeck.conversion.sound.SoundMeter;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the worker.
 *
 * @param store root of the recording store
 * @param workspace for what lives no longer than a job
 * @param parallel jobs at once; 0 for as many as there are cores
 * @param drain how long running jobs may take at the end before they are given back
 * @param deliveries how often Kafka delivers a job before it archives it; as the broker has it
 */
@ConfigurationProperties("tapedeck.conversion")
public record ConversionSettings(
        Path store, Path workspace, int parallel, Duration drain, int deliveries, Mp3 mp3, Measure measure) {

    private static final int MOST_PARALLEL = 1_024;

    public ConversionSettings {
        if (parallel < 0 || parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException(
                    "tapedeck.conversion.parallel must be 0 to " + MOST_PARALLEL + ", was " + parallel);
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("tapedeck.conversion.drain must not be negative, was " + drain);
        }
        if (deliveries < 2) {
            throw new IllegalArgumentException("tapedeck.conversion.deliveries must be at least 2, was " + deliveries);
        }
    }

    /** How many jobs run at once. */
    public int lanes() {
        return parallel == 0 ? Runtime.getRuntime().availableProcessors() : parallel;
    }

    /**
     * What is measured of every recording while it is written.
     *
     * @param peaks the wave form for players, and who talks how much
     * @param loudness EBU R 128 loudness and true peak; only with peaks
     */
    public record Measure(boolean peaks, boolean loudness) {

        public Measure {
            if (loudness && !peaks) {
                throw new IllegalArgumentException("tapedeck.conversion.measure.loudness needs measure.peaks");
            }
        }

        SoundMeter.Effort effort() {
            if (loudness) {
                return SoundMeter.Effort.LOUDNESS;
            }
            return peaks ? SoundMeter.Effort.PEAKS : SoundMeter.Effort.NOTHING;
        }
    }

    /**
     * Bit rates of MP3 files.
     *
     * @param monoKilobits per second, for one channel
     * @param stereoKilobits per second, for two
     */
    public record Mp3(int monoKilobits, int stereoKilobits) {

        private static final int LEAST = 8;
        private static final int MOST = 64;

        public Mp3 {
            check("mono-kilobits", monoKilobits);
            check("stereo-kilobits", stereoKilobits);
        }

        private static void check(String key, int kilobits) {
            if (kilobits < LEAST || kilobits > MOST || kilobits % LEAST != 0) {
                throw new IllegalArgumentException(
                        "tapedeck.conversion.mp3." + key + " must be a multiple of 8 from 8 to 64, was " + kilobits);
            }
        }
    }
}
