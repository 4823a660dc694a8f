package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MediaStream.Side;

/**
 * Announcements and tones, which belong to neither party's voice. What is played to both at once is the same sound, some
 * milliseconds apart: mixed it would sound hollow, and a tone could vanish. So the caller's is taken. One thread.
 */
final class PlayedSound {

    private final Channel toCaller;
    private final Channel toCallee;
    private final short[] other = new short[CallTimeline.BLOCK];

    /** @param size of the channels' rings in samples */
    PlayedSound(int size) {
        this.toCaller = new Channel(size);
        this.toCallee = new Channel(size);
    }

    Channel heardBy(Side side) {
        return side == Side.CALLER ? toCaller : toCallee;
    }

    /** Behind the last sample. */
    long end() {
        return Math.max(toCaller.end(), toCallee.end());
    }

    /** @return whether there is any sound in these samples */
    boolean giveOut(short[] target, int count) {
        toCaller.giveOut(target, count);
        toCallee.giveOut(other, count);
        boolean first = audible(target, count);
        boolean second = audible(other, count);
        if (second && !first) {
            System.arraycopy(other, 0, target, 0, count);
        }
        return first || second;
    }

    private static boolean audible(short[] samples, int count) {
        int bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= samples[i];
        }
        return bits != 0;
    }
}
