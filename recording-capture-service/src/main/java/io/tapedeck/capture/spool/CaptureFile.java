package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureClock;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The pcapng file of one capture, as the writer thread sees it. Packets gather in a buffer until it is full: until then
 * the {@link Journal} has them. Nothing reaches the file before {@link #open} was told that the manifest is there. What
 * cannot be written waits as long as the buffer lasts, then it is counted and leaves the file whole. Writer thread
 * only, but for {@link #open}, {@link #sync} and what is volatile.
 */
final class CaptureFile {

    private final CaptureId id;
    private final CaptureClock clock;
    private final BufferPool buffers;
    private final MessageDigest digest = Sha256.fresh();
    /** Section header and interfaces, in the order of the file; written before the first packet that needs them. */
    private final List<byte[]> preamble = new ArrayList<>();

    private @Nullable ByteBuffer buffer;
    private int preambleBuffered;
    private int preambleWritten;
    private int packetsBuffered;
    private long bufferedSince;
    private long length;
    /** In the journal: behind the last packet that is buffered, and behind the last one that is written. */
    private long bufferedBefore;

    private long coveredBefore;

    private volatile @Nullable MediaOutput output;
    private volatile boolean inDoubt;
    private final AtomicInteger manifestDoubts = new AtomicInteger();
    private @Nullable String failure;
    private long packets;
    private long lost;
    private boolean uncovered;
    /** Entries of the writer's {@link PacketSorter}: kept here, for this object is needed next anyway. */
    private int firstSorted = PacketSorter.NONE;

    private int lastSorted = PacketSorter.NONE;

    /** @param comment for people who open the file */
    CaptureFile(CaptureId id, CaptureClock clock, String comment, BufferPool buffers) {
        this.id = id;
        this.clock = clock;
        this.buffers = buffers;
        preamble.add(Preamble.section(comment));
    }

    CaptureId id() {
        return id;
    }

    long unixNanos(long nanoTime) {
        return clock.unixNanos(nanoTime);
    }

    void addInterface(StreamDescription stream) {
        preamble.add(Preamble.of(stream));
    }

    /** Any thread: the manifest is on disk, packets may follow. */
    void open(MediaOutput opened) {
        output = opened;
    }

    @Nullable
    MediaOutput output() {
        return output;
    }

    /**
     * Any thread: makes what the kernel has outlive a power cut. When that fails the file is in doubt; an error is told to
     * one caller only, so the next must not hear that all is well before it is marked.
     */
    // guards: inDoubt
    synchronized void sync() throws IOException {
        MediaOutput opened = output;
        if (opened == null) {
            return;
        }
        try {
            opened.sync();
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            inDoubt = true;
            throw e;
        }
    }

    /** Whether the disk may lack something that the kernel takes for written: an error of a sync is told once. */
    boolean isInDoubt() {
        return inDoubt;
    }

    /** The disk may lack the manifest, and the journal too, until it is written once more. */
    void doubtManifest() {
        manifestDoubts.incrementAndGet();
    }

    /** For one {@link #doubtManifest()} it was written once more, and synced. */
    void trustManifest() {
        manifestDoubts.decrementAndGet();
    }

    boolean isManifestInDoubt() {
        return manifestDoubts.get() > 0;
    }

    /**
     * @param records of a {@link PacketRing}
     * @param record where the packet's stands
     * @param position of it in the journal
     */
    void append(Tap tap, ByteBuffer records, int record, long position, long now) {
        int payload = records.getInt(record + PacketRing.LENGTH_AT);
        int wanted = PcapngWriter.enhancedPacketLength(tap.header.length() + payload) + preambleLength();
        if (!makeRoom(wanted)) {
            lost++; // the disk is not ready, and patience is bounded
            return;
        }
        byte[] header = tap.header.of(records, record);
        ByteBuffer out = buffered(now);
        appendPreamble(out);
        long at = clock.unixNanos(records.getLong(record + PacketRing.TIME_AT));
        int datagram = record + PacketRing.HEADER;
        PcapngWriter.enhancedPacket(out, tap.interfaceIndex, at, header, records, datagram, payload);
        packetsBuffered++;
        bufferedBefore = position + 1;
    }

    /** @return the entry before it, or {@link PacketSorter#NONE} */
    int sorted(int entry) {
        int before = lastSorted;
        lastSorted = entry;
        if (before == PacketSorter.NONE) {
            firstSorted = entry;
        }
        return before;
    }

    int firstSorted() {
        return firstSorted;
    }

    void unsort() {
        firstSorted = PacketSorter.NONE;
        lastSorted = PacketSorter.NONE;
    }

    private boolean makeRoom(int bytes) {
        ByteBuffer out = buffer;
        if (out == null || bytes <= out.remaining()) {
            return bytes <= BufferPool.SMALL;
        }
        if (!flush() && output != null) {
            giveUp();
        }
        return buffer == null && bytes <= BufferPool.SMALL;
    }

    private ByteBuffer buffered(long now) {
        ByteBuffer out = buffer;
        if (out == null) {
            out = buffers.take();
            buffer = out;
            bufferedSince = now;
        }
        return out;
    }

    /** A packet that is no packet; {@link #append} has written nothing of it. */
    void lose(RuntimeException why) {
        lost++;
        failure = String.valueOf(why.getMessage());
    }

    private int preambleLength() {
        int bytes = 0;
        for (int i = preambleBuffered; i < preamble.size(); i++) {
            bytes += preamble.get(i).length;
        }
        return bytes;
    }

    private void appendPreamble(ByteBuffer out) {
        for (; preambleBuffered < preamble.size(); preambleBuffered++) {
            out.put(preamble.get(preambleBuffered));
        }
    }

    /** @param before {@link System#nanoTime()}: what was buffered earlier goes to the kernel */
    void flushOlderThan(long before) {
        if (buffer != null && bufferedSince - before <= 0) {
            flush();
        }
    }

    /** @return whether nothing is left that the kernel does not have */
    boolean flush() {
        ByteBuffer out = buffer;
        MediaOutput opened = output;
        if (out == null || opened == null) {
            return out == null;
        }
        int size = out.position();
        try {
            opened.write(out.flip(), length);
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
            out.limit(out.capacity()).position(size);
            return false;
        }
        digest.update(out.position(0));
        length += size;
        packets += packetsBuffered;
        preambleWritten = preambleBuffered;
        coveredBefore = bufferedBefore;
        uncovered = true;
        release(out);
        return true;
    }

    /** What is buffered will never be written. */
    private void giveUp() {
        ByteBuffer out = buffer;
        if (out != null) {
            lost += packetsBuffered;
            preambleBuffered = preambleWritten;
            release(out);
        }
    }

    private void release(ByteBuffer out) {
        packetsBuffered = 0;
        buffer = null;
        buffers.giveBack(out);
    }

    /** Whether {@link #length()} and {@link #coveredBefore()} have changed since this was asked. */
    boolean takeUncovered() {
        boolean was = uncovered;
        uncovered = false;
        return was;
    }

    /** What the kernel has of the file. */
    long length() {
        return length;
    }

    /** The file has all the capture's packets before this place in the journal, but for those that were lost. */
    long coveredBefore() {
        return coveredBefore;
    }

    /** The last word of the writer thread: everything is written that can be. */
    FinishedMedia finish() {
        if (preambleBuffered < preamble.size() && makeRoom(preambleLength())) {
            appendPreamble(buffered(0));
        }
        flush();
        giveUp();
        return new FinishedMedia(length, Sha256.hex(digest), packets, lost, failure);
    }

    /**
     * What became of the media.
     *
     * @param lost packets that were kept by the relay but could not be written
     * @param failure why, as the system said it; null when nothing failed
     */
    record FinishedMedia(
            long bytes,
            String sha256,
            long packets,
            long lost,
            @Nullable String failure) {}
}
