package io.tapedeck.conversion.media;

import io.tapedeck.contracts.ChannelLayout;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.timeline.Mix;
import io.tapedeck.conversion.timeline.SoundBlock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One rendition in the making: cuts the call's sound to its pieces, lays the parties out and writes. One thread. */
final class Output implements AutoCloseable {

    private final ChannelLayout layout;
    private final Excerpt excerpt;
    private final int rate;
    private final MediaWriter first;
    private final @Nullable MediaWriter second;
    private final short[] left;
    private final short[] right;
    private long written;

    private Output(ChannelLayout layout, Excerpt excerpt, int rate, int room, MediaWriter first, @Nullable MediaWriter second) {
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
     */
    static Output open(MediaWriters writers, Rendition rendition, Duration offset, int rate, int room)
            throws JobFailure {
        MediaPlan plan = rendition.plan();
        var excerpt = new Excerpt(plan, offset, rate);
        var properties = new MediaProperties(
                plan.format(), channels(plan.layout()), rate, excerpt.samples(), MediaTags.of(plan));
        MediaWriter first = writers.open(rendition.target(), properties);
        Path callee = rendition.second();
        if (callee == null) {
            return new Output(plan.layout(), excerpt, rate, room, first, null);
        }
        try {
            return new Output(plan.layout(), excerpt, rate, room, first, writers.open(callee, properties));
        } catch (JobFailure | RuntimeException e) {
            first.close();
            throw e;
        }
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
                write(left, right, count);
            }
        });
    }

    private void layOut(SoundBlock block, int offset, int count) throws JobFailure {
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

    /** Completes the files. */
    void finish() throws JobFailure {
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
