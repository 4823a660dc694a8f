package io.tapedeck.conversion.raw;

import io.tapedeck.contracts.captures.RawFile;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.ConversionAborted;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.media.PcapngCapture;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Captures fetched from the capture node that made them: {@code http:} locations, copied into the workspace for as long as
 * their job runs. Any thread; all copies together stay within the room that the rules give them, and wait for it.
 */
public final class HttpCaptures implements RawCaptures {

    private static final long MEGA = 1 << 20;

    private final FetchRules rules;
    private final Semaphore room;

    public HttpCaptures(FetchRules rules) {
        this.rules = rules;
        this.room = new Semaphore(rules.room(), true);
    }

    /** Removes what killed workers left in the workspace. */
    public void sweep() throws IOException {
        WorkspaceCopy.sweep(rules.directory());
    }

    @Override
    public FetchedCapture fetch(RawFile raw) throws JobFailure, RawUnreachable {
        int megabytes = (int) Math.min(rules.room(), raw.bytes() / MEGA + 1);
        reserve(megabytes);
        @Nullable WorkspaceCopy copy = null;
        boolean fetched = false;
        try {
            copy = WorkspaceCopy.create(rules.directory());
            new Transfer(raw, rules, copy.channel()).run();
            fetched = true;
            return new Copy(copy, () -> room.release(megabytes));
        } catch (IOException e) {
            throw new RawUnreachable(
                    "The worker's workspace " + rules.directory() + " cannot be used: " + JobFailure.said(e) + ".", e);
        } finally {
            if (!fetched) {
                discard(copy);
                room.release(megabytes);
            }
        }
    }

    private static void discard(@Nullable WorkspaceCopy copy) {
        if (copy != null) {
            copy.close();
        }
    }

    private void reserve(int megabytes) {
        try {
            room.acquire(megabytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConversionAborted();
        }
    }

    private record Copy(WorkspaceCopy file, Runnable release) implements FetchedCapture {

        @Override
        public void replay(FrameSink sink) throws JobFailure {
            new PcapngCapture(file.path()).replay(sink);
        }

        @Override
        public void close() {
            file.close();
            release.run();
        }
    }
}
