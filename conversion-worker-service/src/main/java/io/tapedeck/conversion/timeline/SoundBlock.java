package io.tapedeck.conversion.timeline;

/**
 * Consecutive samples of a call, as {@link CallTimeline#read(SoundBlock)} gives them out. Whoever reads them leaves them as
 * they are: others read them too. One thread.
 */
public final class SoundBlock {

    public final short[] caller;
    public final short[] callee;

    /** Announcements and tones, heard by one party or both. */
    public final short[] played;

    /** Samples in each of the three. */
    public int count;

    /** Whether {@link #played} has anything in this block; otherwise it is not even silent, but old. */
    public boolean announced;

    public SoundBlock(int room) {
        caller = new short[room];
        callee = new short[room];
        played = new short[room];
    }
}
