package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.protocol.pcapng.PcapngWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The blocks of a raw capture that are not packets. */
final class Preamble {

    /** What a block has beside its texts, and their padding. */
    private static final int HEAD = 128;

    private static final int LONGEST_COMMENT = 16 * 1024;
    /** Of a char in UTF-8. */
    private static final int MOST_BYTES = 3;

    private static final String WRITER = "Tapedeck";

    private Preamble() {}

    static byte[] section(String comment) {
        String kept = cut(comment);
        ByteBuffer out = room(kept.length() + WRITER.length());
        PcapngWriter.sectionHeader(out, kept, WRITER);
        return written(out);
    }

    static byte[] of(StreamDescription stream) {
        String comment = stream.stream().component() == Component.RTP ? cut(stream.sdp()) : null;
        return described(stream.name(), stream.local().port(), comment);
    }

    /** Of a stream whose packets are there, but not what it was. */
    static byte[] unknown(int index, int localPort) {
        return described("unknown " + index, localPort, null);
    }

    private static byte[] described(String name, int localPort, @Nullable String comment) {
        String description = name + " to port " + localPort;
        ByteBuffer out = room(name.length() + description.length() + (comment == null ? 0 : comment.length()));
        PcapngWriter.interfaceDescription(out, PcapngWriter.LINKTYPE_RAW, name, description, comment);
        return written(out);
    }

    private static ByteBuffer room(int chars) {
        return ByteBuffer.allocate(HEAD + chars * MOST_BYTES);
    }

    private static String cut(String comment) {
        return comment.substring(0, Math.min(comment.length(), LONGEST_COMMENT / MOST_BYTES));
    }

    private static byte[] written(ByteBuffer out) {
        var bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
