package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.timeline.RateChange;
import io.tapedeck.conversion.timeline.SoundBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The renditions of one sample rate. What is decoded in another rate is changed to it once for them all. One thread. */
final class RateGroup {

    private final List<Making> makings;
    private final @Nullable Change change;
    private long position;

    private RateGroup(List<Making> makings, @Nullable Change change) {
        this.makings = makings;
        this.change = change;
    }

    /** @param most samples of a block */
    static RateGroup of(int rate, List<Making> makings, int decodedRate, int most) {
        return new RateGroup(makings, rate == decodedRate ? null : new Change(decodedRate, rate, most));
    }

    /** Why nothing of it goes on. */
    JobFailure failure() {
        return makings.getFirst().reason();
    }

    boolean goesOn() {
        return makings.stream().anyMatch(Making::goesOn);
    }

    void accept(SoundBlock block) {
        if (change == null) {
            pass(block);
        } else {
            change.write(block);
            passChanged(change);
        }
    }

    void finish() {
        if (change != null) {
            change.finish();
            passChanged(change);
        }
    }

    private void passChanged(Change from) {
        for (SoundBlock block = from.read(); block.count > 0; block = from.read()) {
            pass(block);
        }
    }

    private void pass(SoundBlock block) {
        for (Making making : makings) {
            making.accept(position, block);
        }
        position += block.count;
    }

    /** Both parties and what was played, in another rate. */
    private static final class Change {

        private final RateChange caller;
        private final RateChange callee;
        private final RateChange played;
        private final SoundBlock changed;
        private final short[] nothing;
        private boolean announced;

        Change(int from, int to, int most) {
            caller = new RateChange(from, to, most);
            callee = new RateChange(from, to, most);
            played = new RateChange(from, to, most);
            changed = new SoundBlock(most);
            nothing = new short[most];
        }

        void write(SoundBlock block) {
            caller.write(block.caller, block.count);
            callee.write(block.callee, block.count);
            announced |= block.announced; // from then on, since the change spreads sound beyond its block
            played.write(block.announced ? block.played : nothing, block.count);
        }

        void finish() {
            caller.finish();
            callee.finish();
            played.finish();
        }

        SoundBlock read() {
            changed.count = Math.min(caller.available(), changed.caller.length);
            changed.announced = announced;
            caller.read(changed.caller, changed.count);
            callee.read(changed.callee, changed.count);
            played.read(changed.played, changed.count);
            return changed;
        }
    }
}
