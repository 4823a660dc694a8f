package io.tapedeck.conversion.media;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.sound.SoundMeter;
import io.tapedeck.conversion.sound.SoundReport;
import io.tapedeck.conversion.timeline.Mix;
import io.tapedeck.conversion.timeline.SoundBlock;
import io.tapedeck.conversion.video.Pictures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rendition in the making: cuts the call's sound to its pieces, lays the parties out and writes. One thread. */
final class Output implements AutoCloseable {

    private final ChannelLayout layout;
    private final Excerpt excerpt;
    private final int rate;
    private final @Nullable SoundMeter meter;
    private final MediaWriter first;
    private final @Nullable MediaWriter second;
    private final short[] left;
    private final short[] right;
    private long written;

    private Output(
            ChannelLayout layout,
            Excerpt excerpt,
            int rate,
            int room,
            @Nullable SoundMeter meter,
            MediaWriter first,
            @Nullable MediaWriter second) {
        this.meter = meter;
        this.layout = layout;
        this.excerpt = excerpt;
        this.rate = rate;
        this.first = first;
        this.second = second;
        this.left = new short[room];
        this.right = new short[room];
    }

    /**
     * @param offset of the plan's first sample from the call's zero
     * @param room the most samples that come at once
     * @param pictures for each file of a movie what is seen in it; empty for sound alone
     */
    static Output open(
            MediaWriters writers,
            SoundMeter.Effort effort,
            Rendition rendition,
            Duration offset,
            int rate,
            int room,
            List<Pictures> pictures)
            throws JobFailure {
        MediaPlan plan = rendition.plan();
        var excerpt = new Excerpt(plan, offset, rate);
        var properties = new MediaProperties(
                plan.format(), channels(plan.layout()), rate, excerpt.samples(), MediaTags.of(plan));
        SoundMeter meter = SoundMeter.of(effort, plan.layout() == ChannelLayout.MONO ? 1 : 2, rate);
        MediaWriter first = writers.open(rendition.target(), with(pictures, 0, properties));
        Path callee = rendition.second();
        if (callee == null) {
            return new Output(plan.layout(), excerpt, rate, room, meter, first, null);
        }
        try {
            MediaWriter other = writers.open(callee, with(pictures, 1, properties));
            return new Output(plan.layout(), excerpt, rate, room, meter, first, other);
        } catch (JobFailure | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static MediaProperties with(List<Pictures> pictures, int file, MediaProperties properties) {
        return pictures.isEmpty() ? properties : properties.with(pictures.get(file));
    }

    private static int channels(ChannelLayout layout) {
        return layout == ChannelLayout.STEREO ? 2 : 1;
    }

    /** @param position of the block's first sample from the call's zero */
    void accept(long position, SoundBlock block) throws JobFailure {
        excerpt.pass(position, block.count, new Excerpt.Sink() {
            @Override
            public void sound(int offset, int count) throws JobFailure {
                layOut(block, offset, count);
            }

            @Override
            public void silence(int count) throws JobFailure {
                Arrays.fill(left, 0, count, (short) 0);
                Arrays.fill(right, 0, count, (short) 0);
                if (meter != null) {
                    meter.silence(count);
                }
                write(left, right, count);
            }
        });
    }

    private void layOut(SoundBlock block, int offset, int count) throws JobFailure {
        if (meter != null) {
            meter.parties(block.caller, block.callee, offset, count);
        }
        if (layout == ChannelLayout.MONO) {
            mix(block, offset, count);
            write(left, left, count);
        } else if (block.announced) {
            Mix.add(block.caller, block.played, offset, count, left);
            Mix.add(block.callee, block.played, offset, count, right);
            write(left, right, count);
        } else if (offset == 0) {
            write(block.caller, block.callee, count);
        } else {
            System.arraycopy(block.caller, offset, left, 0, count);
            System.arraycopy(block.callee, offset, right, 0, count);
            write(left, right, count);
        }
    }

    private void mix(SoundBlock block, int offset, int count) {
        if (block.announced) {
            Mix.add(block.caller, block.callee, block.played, offset, count, left);
        } else {
            Mix.add(block.caller, block.callee, offset, count, left);
        }
    }

    private void write(short[] leftSamples, short[] rightSamples, int count) throws JobFailure {
        written += count;
        if (meter != null) {
            meter.written(leftSamples, rightSamples, count);
        }
        first.write(leftSamples, rightSamples, count);
        if (second != null) {
            second.write(rightSamples, leftSamples, count);
        }
    }

    int rate() {
        return rate;
    }

    /** Of a file; a split rendition has two files of one each. */
    int channels() {
        return channels(layout);
    }

    /** What was written so far. */
    Duration duration() {
        return Duration.ofNanos(Math.round(written * 1e9 / rate));
    }

    /** Once the files are complete; null when nothing was to be measured. */
    @Nullable
    SoundReport sound() {
        return meter == null ? null : meter.report();
    }

    /** Of the finished files, as far as they were taken on the way. */
    Checksums checksums() {
        return new Checksums(first.checksum(), second == null ? null : second.checksum());
    }

    /** Completes the files. A change of the rate may have cost the last sample or two. */
    void finish() throws JobFailure {
        Arrays.fill(left, (short) 0);
        Arrays.fill(right, (short) 0);
        for (long missing = excerpt.samples() - written; missing > 0; missing = excerpt.samples() - written) {
            write(left, right, (int) Math.min(missing, left.length));
        }
        first.finish();
        if (second != null) {
            second.finish();
        }
    }

    @Override
    public void close() {
        first.close();
        if (second != null) {
            second.close();
        }
    }
}
