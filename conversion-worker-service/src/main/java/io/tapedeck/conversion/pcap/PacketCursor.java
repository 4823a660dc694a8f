package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.ip.CutDatagram;
import io.tapedeck.protocol.ip.LinkLayer;
import io.tapedeck.protocol.ip.Reassembly;
import io.tapedeck.protocol.pcap.PcapException;
import io.tapedeck.protocol.pcap.PcapReader;
import io.tapedeck.protocol.pcapng.PcapngBlock;
import io.tapedeck.protocol.pcapng.PcapngException;
import io.tapedeck.protocol.pcapng.PcapngReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through a capture from one whole IP packet to the next, in constant memory. One thread. */
final class PacketCursor implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    /** Takes the next frame out of the buffer; false when there is no whole one. */
    private interface Format {
        boolean next(ByteBuffer buffer) throws PcapException, PcapngException;
    }

    private static final short GZIP = 0x1F8B;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    private final Reassembly reassembly = new Reassembly();
    private final Format format;
    private @Nullable ByteBuffer packet;
    private long unixNanos;
    private long passed;
    private @Nullable Integer strange;
    private boolean known;
    private String comment = "";
    private boolean isTimed = true;
    private int cutAt;
    private @Nullable String damage;

    PacketCursor(Path file) throws IOException {
        channel = FileChannel.open(file);
        fill();
        if (buffer.remaining() >= 2 && buffer.getShort(0) == GZIP) {
            throw new IOException("it is compressed by gzip and has to be unpacked first");
        }
        format = PcapReader.recognizes(buffer.duplicate()) ? classic() : nextGeneration();
    }

    /** False at the end, or where damage begins behind packets that are good. */
    boolean next() throws IOException, PcapException, PcapngException {
        packet = null;
        while (packet == null) {
            if (damage != null || !step()) {
                return false;
            }
        }
        passed++;
        return true;
    }

    private boolean step() throws IOException, PcapException, PcapngException {
        try {
            if (format.next(buffer) || fill()) {
                return true;
            }
        } catch (PcapException | PcapngException e) {
            if (passed == 0) {
                throw e;
            }
            damage = "The capture is damaged at byte " + (channel.position() - buffer.remaining()) + " of "
                    + channel.size() + " (" + e.getMessage() + "); what is behind it was not read.";
            return false;
        }
        if (buffer.hasRemaining()) {
            damage = "The capture ends in the middle of a packet.";
        }
        return false;
    }

    /** What is wrong with the end of the file, a sentence; null when it has not been reached, or all is well there. */
    @Nullable
    String damage() {
        return damage;
    }

    /** What the file says of itself; empty when it says nothing. */
    String comment() {
        return comment;
    }

    /** Bytes that were captured of the present frame, where they are not all; else 0. */
    int cutAt() {
        return cutAt;
    }

    /** Packets so far, with the present one. */
    long passed() {
        return passed;
    }

    /** When it was captured; where nobody noted that, the time of the packet before it. */
    long unixNanos() {
        return unixNanos;
    }

    /** Whether it was noted when the present packet came. */
    boolean isTimed() {
        return isTimed;
    }

    /** Valid until the next one. */
    ByteBuffer packet() {
        if (packet == null) {
            throw new IllegalStateException("no packet here");
        }
        return packet;
    }

    /** Fails when none of the frames so far could be understood. */
    void check() throws JobFailure {
        if (strange != null && !known) {
            throw JobFailure.of(
                    FailureCode.RAW_DAMAGED,
                    "The capture has link type " + strange
                            + ", which is not known here. Capture with Ethernet, Linux"
                            + " cooked or raw IP frames.");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean fill() throws IOException {
        buffer.compact();
        if (!buffer.hasRemaining()) {
            throw new IOException("a block is larger than " + BUFFER + " bytes");
        }
        int read = channel.read(buffer);
        buffer.flip();
        return read >= 0;
    }

    private Format classic() {
        var reader = new PcapReader();
        return in -> {
            PcapReader.Frame frame = reader.next(in);
            if (frame != null) {
                take(frame.linkType(), frame.unixNanos(), frame.frame());
            }
            return frame != null;
        };
    }

    private Format nextGeneration() {
        var reader = new PcapngReader();
        List<Integer> linkTypes = new ArrayList<>();
        return in -> {
            PcapngBlock block = reader.next(in);
            switch (block) {
                case PcapngBlock.SectionHeader one -> {
                    linkTypes.clear();
                    comment = one.comment();
                }
                case PcapngBlock.InterfaceDescription one -> linkTypes.add(one.linkType());
                case PcapngBlock.EnhancedPacket one -> {
                    isTimed = true;
                    take(linkTypes.get(one.interfaceIndex()), one.unixNanos(), one.frame());
                }
                case PcapngBlock.SimplePacket one -> {
                    isTimed = false;
                    take(linkTypes.getFirst(), unixNanos, one.frame());
                }
                case PcapngBlock.Other _ -> {}
                case null -> {}
            }
            return block != null;
        };
    }

    private void take(int linkType, long nanos, ByteBuffer frame) {
        if (!LinkLayer.knows(linkType)) {
            strange = linkType; // a capture of all interfaces has those of Bluetooth and USB, too
            return;
        }
        known = true;
        unixNanos = nanos;
        int length = frame.remaining();
        ByteBuffer whole = LinkLayer.skip(linkType, frame) ? reassembly.whole(frame) : null;
        boolean cut = whole != null && CutDatagram.isCut(whole);
        cutAt = cut ? length : 0;
        ByteBuffer shortened = whole != null && cut ? CutDatagram.shortened(whole) : null;
        packet = shortened == null ? whole : shortened;
    }
}
