package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.nio.ByteBuffer;

/** The blocks of a raw capture that are not packets. */
final class Preamble {

    private static final int LARGEST_BLOCK = 24 * 1024;
    private static final int LONGEST_COMMENT = 16 * 1024;

    private Preamble() {}

    static byte[] section(String comment) {
        ByteBuffer out = ByteBuffer.allocate(LARGEST_BLOCK);
        PcapngWriter.sectionHeader(out, cut(comment), "Tapedeck");
        return written(out);
    }

    static byte[] of(StreamDescription stream) {
        ByteBuffer out = ByteBuffer.allocate(LARGEST_BLOCK + LONGEST_COMMENT);
        PcapngWriter.interfaceDescription(
                out,
                PcapngWriter.LINKTYPE_RAW,
                stream.name(),
                stream.name() + " to port " + stream.local().port(),
                stream.stream().component() == Component.RTP ? cut(stream.sdp()) : null);
        return written(out);
    }

    /** Of a stream whose packets are there, but not what it was. */
    static byte[] unknown(int index, int localPort) {
        ByteBuffer out = ByteBuffer.allocate(LARGEST_BLOCK);
        String name = "unknown " + index;
        PcapngWriter.interfaceDescription(out, PcapngWriter.LINKTYPE_RAW, name, name + " to port " + localPort, null);
        return written(out);
    }

    private static String cut(String comment) {
        return comment.substring(0, Math.min(comment.length(), LONGEST_COMMENT / 3)); // 3 bytes of UTF-8 each
    }

    private static byte[] written(ByteBuffer out) {
        var bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
