package io.tapedeck.conversion.sound;

import org.jspecify.annotations.Nullable;

/** Measures one rendition while it is written. Two channels, whether they go into one file or two, or one. One thread. */
public final class SoundMeter {

    /** What is worth its time. */
    public enum Effort {
        NOTHING,
        /** Wave form and shares of talk: next to nothing. */
        PEAKS,
        /** Loudness and true peak as well. */
        LOUDNESS
    }

    private final Waveform waveform;
    private final Talk caller;
    private final Talk callee;
    private final @Nullable Loudness loudness;
    private final TruePeak[] peaks;

    private SoundMeter(int channels, int rate, boolean loud) {
        waveform = new Waveform(channels, rate);
        caller = new Talk(rate);
        callee = new Talk(rate);
        loudness = loud ? new Loudness(channels, rate) : null;
        peaks = new TruePeak[loud ? channels : 0];
        for (int channel = 0; channel < peaks.length; channel++) {
            peaks[channel] = new TruePeak();
        }
    }

    /** Null when nothing is to be measured. */
    public static @Nullable SoundMeter of(Effort effort, int channels, int rate) {
        return effort == Effort.NOTHING ? null : new SoundMeter(channels, rate, effort == Effort.LOUDNESS);
    }

    /** What the parties say, before they are laid out. */
    public void parties(short[] callerSamples, short[] calleeSamples, int from, int count) {
        caller.add(callerSamples, from, count);
        callee.add(calleeSamples, from, count);
    }

    /** Time in which nobody is heard. */
    public void silence(int count) {
        caller.addSilence(count);
        callee.addSilence(count);
    }

    /** What is written. */
    public void written(short[] left, short[] right, int count) {
        waveform.add(left, right, count);
        if (loudness != null) {
            loudness.add(left, right, count);
        }
        for (int channel = 0; channel < peaks.length; channel++) {
            peaks[channel].add(channel == 0 ? left : right, count);
        }
    }

    /** Nothing may be measured afterwards. */
    public SoundReport report() {
        waveform.finish();
        return new SoundReport(
                waveform, loudness == null ? null : loudness.integrated(), truePeak(), caller.share(), callee.share());
    }

    private @Nullable Double truePeak() {
        Double highest = null;
        for (TruePeak peak : peaks) {
            Double decibels = peak.decibels();
            if (highest == null || decibels != null && decibels > highest) {
                highest = decibels;
            }
        }
        return highest;
    }
}
