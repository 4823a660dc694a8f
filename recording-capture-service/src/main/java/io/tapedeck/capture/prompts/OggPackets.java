package io.tapedeck.capture.prompts;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The packets of an Ogg stream (RFC 3533, 6), as our own encoder wrote it: one stream, nothing damaged.
 *
 * <pre>
 * page: "OggS" version(1) flags(1) position(8) serial(4) number(4) checksum(4) segments(1) | sizes (segments) | data
 * A segment of 255 bytes is continued by the next one, also over the page's end; a smaller one ends its packet.
 * </pre>
 */
final class OggPackets {

    private static final int SEGMENTS_AT = 26;
    private static final int HEAD = 27;
    private static final int FULL = 255;
    /** Opus (RFC 7845, 3) and Speex begin with what they are and who made it. */
    private static final int HEADERS = 2;

    private OggPackets() {}

    /** Without the two headers of the codec. */
    static List<byte[]> sound(byte[] ogg) {
        List<byte[]> packets = packets(ogg);
        return packets.size() <= HEADERS ? List.of() : List.copyOf(packets.subList(HEADERS, packets.size()));
    }

    private static List<byte[]> packets(byte[] ogg) {
        List<byte[]> packets = new ArrayList<>();
        var packet = new ByteArrayOutputStream();
        for (int page = 0; page + HEAD <= ogg.length; ) {
            int segments = ogg[page + SEGMENTS_AT] & 0xFF;
            int at = page + HEAD + segments;
            for (int i = 0; i < segments && at < ogg.length; i++) {
                int size = Math.min(ogg[page + HEAD + i] & 0xFF, ogg.length - at);
                packet.write(ogg, at, size);
                at += size;
                if (size < FULL) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            page = at;
        }
        return packets;
    }
}
