package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.JournalReader.Place;
import io.tapedeck.protocol.ip.UdpFrame;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The media file of a capture that was left open, and where the journal goes on with it. */
final class TornFile implements Closeable {

    private static final int BUFFER = 32 * 1024;
    private static final long UNKNOWN = -1;

    private final Path file;
    private final MediaOutput.Opener opener;
    private final List<byte[]> interfaces;
    private final String comment;
    private final long wholeLength;

    private long start = UNKNOWN;
    /** In the journal: later packets are not in the file's first {@code start} bytes. */
    private long from;

    private long missing;

    private @Nullable MediaOutput output;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long length;

    /** @param interfaces their blocks, by number; packets of others cannot be told */
    TornFile(Path file, MediaOutput.Opener opener, String comment, List<byte[]> interfaces) throws IOException {
        this.file = file;
        this.opener = opener;
        this.comment = comment;
        this.interfaces = interfaces;
        this.wholeLength = MediaScan.of(file).length();
    }

    /** The journal says what the file's beginning covers. The latest that is still whole is the one to go on from. */
    void covered(long fileLength, long before) {
        if (fileLength <= wholeLength) {
            start = fileLength;
            from = before;
        } else if (start == UNKNOWN) {
            start = wholeLength; // damaged: some packets are lost, those behind them are not
            from = before;
        }
    }

    /** Looks at a packet before it is known from where the file goes on. */
    void seen() {
        if (start == UNKNOWN) {
            start = 0; // it was born in this journal, and nothing of it was written then
        }
    }

    /** Counts what {@link #append} would write. */
    void count(Place place, long position, int payload) {
        if (isWanted(place, position)) {
            missing += PcapngWriter.enhancedPacketLength(headerLength(place) + payload);
        }
    }

    private boolean isWanted(Place place, long position) {
        return position >= from && place.interfaceIndex() < interfaces.size();
    }

    private static int headerLength(Place place) {
        return UdpFrame.headerLength(place.localAddress().length == 16);
    }

    /** @param datagram see {@link JournalReader.Visitor#packet} */
    void append(Place place, long position, long unixNanos, byte[] source, int sourcePort, ByteBuffer datagram)
            throws IOException {
        if (!isWanted(place, position)
                || start + missing <= wholeLength
                || source.length != place.localAddress().length) {
            return; // all of it is in the file: that was written, the journal's end was not
        }
        int payload = datagram.remaining();
        int frame = datagram.position() - headerLength(place);
        UdpFrame.writeHeader(
                datagram.position(frame), source, sourcePort, place.localAddress(), place.localPort(), payload);
        open();
        makeRoom(PcapngWriter.enhancedPacketLength(datagram.position(frame).remaining()));
        PcapngWriter.enhancedPacket(buffer, place.interfaceIndex(), unixNanos, datagram);
    }

    private void open() throws IOException {
        if (output != null) {
            return;
        }
        MediaScan.Found kept = MediaScan.of(file, start);
        MediaOutput opened = opener.open(file);
        output = opened;
        opened.truncate(kept.length());
        length = kept.length();
        buffer = ByteBuffer.allocate(BUFFER);
        for (byte[] block : missingPreamble(kept)) {
            makeRoom(block.length);
            buffer.put(block);
        }
    }

    private List<byte[]> missingPreamble(MediaScan.Found kept) {
        List<byte[]> blocks = new ArrayList<>();
        if (kept.length() == 0) {
            blocks.add(Preamble.section(comment));
        }
        interfaces.stream().skip(kept.interfaces()).forEach(blocks::add);
        return blocks;
    }

    private void makeRoom(int bytes) throws IOException {
        if (bytes > buffer.remaining()) {
            flush();
        }
    }

    void flush() throws IOException {
        MediaOutput opened = output;
        if (opened != null) {
            int size = buffer.position();
            opened.write(buffer.flip(), length);
            length += size;
            buffer.clear();
        }
    }

    @Override
    public void close() throws IOException {
        MediaOutput opened = output;
        if (opened != null) {
            opened.close();
        }
    }
}
