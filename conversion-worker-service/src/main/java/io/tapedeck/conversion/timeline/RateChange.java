package io.tapedeck.conversion.timeline;

/** One channel of a finished time line in another rate, without delay. One thread. */
public final class RateChange {

    private final Channel channel;
    private final Resampler resampler;
    private long given;

    /** @param most samples that come at once */
    public RateChange(int fromHertz, int toHertz, int most) {
        int size = Integer.highestOneBit(4 * Math.max(most, most * toHertz / fromHertz)) << 1;
        this.channel = new Channel(size);
        this.resampler = new Resampler(fromHertz, toHertz, channel.voice());
    }

    /** Takes the samples that follow those before. */
    public void write(short[] samples, int count) {
        resampler.write(resampler.started() ? resampler.end() : 0, samples, count);
    }

    /** No more samples will come. */
    public void finish() {
        resampler.finish();
    }

    /** How many samples can be read. */
    public int available() {
        return (int) (channel.end() - given);
    }

    public void read(short[] target, int count) {
        channel.giveOut(target, count);
        given += count;
    }
}
