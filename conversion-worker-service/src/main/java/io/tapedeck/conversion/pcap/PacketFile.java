package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pcap or pcapng file, read in constant memory. A record torn off at the end is no error: what is whole is used. */
record PacketFile(Path file) {

    private static final int BUFFER = 1 << 20;

    /** Takes whole IP packets in the order of the file. */
    interface PacketSink {

        /** @param packet valid during the call only */
        void accept(long unixNanos, ByteBuffer packet) throws JobFailure;
    }

    /** Gives the next frames in the buffer to the sink, as far as they are whole. */
    private interface Format {
        void drain(ByteBuffer buffer, Frames frames) throws PcapException, PcapngException, JobFailure;
    }

    void replay(PacketSink sink) throws JobFailure {
        try (FileChannel channel = FileChannel.open(file)) {
            var frames = new Frames(sink);
            replay(channel, frames);
            frames.finish();
        } catch (NoSuchFileException e) {
            throw JobFailure.of(FailureCode.RAW_MISSING, "There is no capture " + file + ".", e);
        } catch (IOException | PcapException | PcapngException e) {
            throw JobFailure.of(
                    FailureCode.RAW_DAMAGED, "The capture " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static void replay(FileChannel channel, Frames frames)
            throws IOException, PcapException, PcapngException, JobFailure {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        channel.read(buffer);
        Format format = PcapReader.recognizes(buffer.duplicate().flip()) ? classic() : nextGeneration();
        do {
            buffer.flip();
            format.drain(buffer, frames);
            buffer.compact();
            if (!buffer.hasRemaining()) {
                throw new IOException("a block is larger than " + BUFFER + " bytes");
            }
        } while (channel.read(buffer) >= 0);
    }

    private static Format classic() {
        var reader = new PcapReader();
        return (buffer, frames) -> {
            for (PcapReader.Frame frame = reader.next(buffer); frame != null; frame = reader.next(buffer)) {
                frames.accept(frame.linkType(), frame.unixNanos(), frame.frame());
            }
        };
    }

    private static Format nextGeneration() {
        var reader = new PcapngReader();
        List<Integer> linkTypes = new ArrayList<>();
        return (buffer, frames) -> {
            for (PcapngBlock block = reader.next(buffer); block != null; block = reader.next(buffer)) {
                switch (block) {
                    case PcapngBlock.SectionHeader _ -> linkTypes.clear();
                    case PcapngBlock.InterfaceDescription one -> linkTypes.add(one.linkType());
                    case PcapngBlock.EnhancedPacket packet ->
                        frames.accept(linkTypes.get(packet.interfaceIndex()), packet.unixNanos(), packet.frame());
                    case PcapngBlock.Other _ -> {}
                }
            }
        };
    }

    /** From frames of a link layer to whole IP packets. */
    private static final class Frames {

        private final Reassembly reassembly = new Reassembly();
        private final PacketSink sink;
        private @Nullable Integer strange;
        private boolean known;

        Frames(PacketSink sink) {
            this.sink = sink;
        }

        void accept(int linkType, long unixNanos, ByteBuffer frame) throws JobFailure {
            if (!LinkLayer.knows(linkType)) {
                strange = linkType; // a capture of all interfaces has those of Bluetooth and USB, too
                return;
            }
            known = true;
            ByteBuffer packet = LinkLayer.skip(linkType, frame) ? reassembly.whole(frame) : null;
            if (packet != null) {
                sink.accept(unixNanos, packet);
            }
        }

        /** Nothing follows. */
        void finish() throws JobFailure {
            if (strange != null && !known) {
                throw JobFailure.of(
                        FailureCode.RAW_DAMAGED,
                        "The capture has link type " + strange
                                + ", which is not known here. Capture with Ethernet, Linux"
                                + " cooked or raw IP frames.");
            }
        }
    }
}
