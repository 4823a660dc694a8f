package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureClock;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pcapng file of one capture, as the writer thread sees it. Packets gather in a buffer; nothing of it reaches the
 * disk before {@link #open} was told that the manifest is there. What cannot be written is counted and leaves the file
 * whole. Writer thread only, but for {@link #open} and what is volatile.
 */
final class CaptureFile {

    private static final int BUFFER = 64 * 1024;

    private final CaptureId id;
    private final CaptureClock clock;
    private final MessageDigest digest = Sha256.fresh();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    /** Section header and interfaces, in the order of the file; written before the first packet that needs them. */
    private final List<byte[]> preamble = new ArrayList<>();

    private int preambleBuffered;
    private int preambleWritten;
    private int packetsBuffered;
    private long bufferedSince;
    private long length;

    private volatile @Nullable MediaOutput output;
    private @Nullable String failure;
    private long packets;
    private long lost;
    private volatile boolean unsynced;

    /** @param comment for people who open the file */
    CaptureFile(CaptureId id, CaptureClock clock, String comment) {
        this.id = id;
        this.clock = clock;
        preamble.add(Preamble.section(comment));
    }

    CaptureId id() {
        return id;
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

    /** @param datagram see {@link PacketRing.Reader#packet} */
    void append(Tap tap, long nanoTime, byte[] sourceAddress, int sourcePort, ByteBuffer datagram, long now) {
        int payload = datagram.remaining();
        int header = UdpFrame.headerLength(sourceAddress.length == 16);
        int wanted = PcapngWriter.enhancedPacketLength(header + payload) + preambleLength();
        if (wanted > buffer.remaining()) {
            flush();
        }
        if (wanted > buffer.remaining()) {
            lost++; // the disk is not ready, and patience is bounded
            return;
        }
        datagram.position(datagram.position() - header);
        int frame = datagram.position();
        UdpFrame.writeHeader(datagram, sourceAddress, sourcePort, tap.localAddress, tap.localPort, payload);
        datagram.position(frame);
        if (buffer.position() == 0) {
            bufferedSince = now;
        }
        appendPreamble();
        PcapngWriter.enhancedPacket(buffer, tap.interfaceIndex, clock.unixNanos(nanoTime), datagram);
        packetsBuffered++;
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

    private void appendPreamble() {
        for (; preambleBuffered < preamble.size(); preambleBuffered++) {
            buffer.put(preamble.get(preambleBuffered));
        }
    }

    /** @param before {@link System#nanoTime()}: what was buffered earlier goes to the kernel */
    void flushOlderThan(long before) {
        if (buffer.position() > 0 && bufferedSince - before <= 0) {
            flush();
        }
    }

    private void flush() {
        MediaOutput opened = output;
        if (opened == null || buffer.position() == 0) {
            return;
        }
        buffer.flip();
        int size = buffer.remaining();
        try {
            opened.write(buffer, length);
            digest.update(buffer.position(0));
            length += size;
            packets += packetsBuffered;
            preambleWritten = preambleBuffered;
            unsynced = true;
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
            lost += packetsBuffered;
            preambleBuffered = preambleWritten;
        }
        packetsBuffered = 0;
        buffer.clear();
    }

    /** The last word of the writer thread: everything is written that can be. */
    FinishedMedia finish() {
        flush();
        if (preambleBuffered < preamble.size() && preambleLength() <= buffer.remaining()) {
            appendPreamble();
            flush();
        }
        lost += packetsBuffered;
        return new FinishedMedia(length, Sha256.hex(digest), packets, lost, failure);
    }

    /** Whether something was written since the last time. */
    boolean takeUnsynced() {
        boolean was = unsynced;
        unsynced = false;
        return was;
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
