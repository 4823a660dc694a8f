package io.tapedeck.capture.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A disk that can be full, or hang, or forget what it was given. */
final class SwitchableDisk implements MediaOutput.Opener {

    final AtomicBoolean isStalled = new AtomicBoolean();
    final AtomicBoolean isFull = new AtomicBoolean();
    final AtomicBoolean opened = new AtomicBoolean();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger mediaSyncs = new AtomicInteger();
    private final AtomicBoolean refusesSync = new AtomicBoolean();
    private final AtomicBoolean refusesJournal = new AtomicBoolean();
    private final AtomicBoolean forgets = new AtomicBoolean();
    private final boolean syncsAtOnce;

    SwitchableDisk() {
        this(false);
    }

    /** @param syncsAtOnce all files with one call, as Linux can */
    SwitchableDisk(boolean syncsAtOnce) {
        this.syncsAtOnce = syncsAtOnce;
    }

    void goOn() {
        stalled.countDown();
    }

    int refusals() {
        return refusals.get();
    }

    /** Of the captures' files, those that were not refused. */
    int mediaSyncs() {
        return mediaSyncs.get();
    }

    /**
     * The next sync of a capture's file fails, those after it do not: as Linux does it.
     *
     * @param forgets whether the pages are gone as well; else they can still be read
     */
    void refuseSync(boolean forgetsPages) {
        forgets.set(forgetsPages);
        refusesSync.set(true);
    }

    boolean hasRefusedSync() {
        return !refusesSync.get();
    }

    /** The next sync of the journal fails, those after it do not. */
    void refuseJournal() {
        refusesJournal.set(true);
    }

    boolean hasRefusedJournal() {
        return !refusesJournal.get();
    }

    /** Tells what a file's own sync would tell, too. */
    @Override
    public @Nullable FileSync syncOf(Path directory) {
        return syncsAtOnce ? new AtOnce() : null;
    }

    private final class AtOnce implements FileSync {

        @Override
        public void sync() throws IOException {
            if (refusesSync.get()) {
                throw new IOException("Input/output error");
            }
            mediaSyncs.incrementAndGet();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    @Override
    public MediaOutput open(Path file) throws IOException {
        MediaOutput real = MediaOutput.open(file);
        opened.set(true);
        return new Output(real, file.toString().endsWith(".pcapng"));
    }

    private final class Output implements MediaOutput {

        private final MediaOutput real;
        private final boolean isMedia;
        private volatile long synced;
        private volatile long length;

        Output(MediaOutput real, boolean isMedia) {
            this.real = real;
            this.isMedia = isMedia;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            if (isStalled.get()) {
                awaitEnd();
            }
            if (isFull.get()) {
                real.write(bytes.slice(bytes.position(), 5), position); // half a block
                refusals.incrementAndGet();
                throw new IOException("No space left on device");
            }
            long end = position + bytes.remaining();
            real.write(bytes, position);
            length = end;
        }

        private void awaitEnd() throws IOException {
            try {
                stalled.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void truncate(long wanted) throws IOException {
            real.truncate(wanted);
        }

        @Override
        public void sync() throws IOException {
            long known = length;
            if (!isMedia && refusesJournal.getAndSet(false)) {
                throw new IOException("Input/output error");
            }
            if (isMedia && known > synced && refusesSync.get()) {
                if (forgets.get()) {
                    real.write(ByteBuffer.allocate((int) (known - synced)), synced);
                }
                refusesSync.set(false);
                throw new IOException("Input/output error");
            }
            real.sync();
            synced = known;
            if (isMedia) {
                mediaSyncs.incrementAndGet();
            }
        }

        @Override
        public long copyTo(Path file) throws IOException {
            return real.copyTo(file);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
