package io.tapedeck.capture.spool;

import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a journal that nobody writes any more, each segment up to the first frame that is torn. */
final class JournalReader {

    private final ByteBuffer header = JournalFormat.buffer(JournalFormat.HEADER);
    private final ByteBuffer body = JournalFormat.buffer(JournalFormat.LONGEST_BODY);
    private final Map<Integer, Place> places = new HashMap<>();
    private final byte[] address4 = new byte[4];
    private final byte[] address16 = new byte[16];

    /** @param segments of one journal, in order */
    void read(List<Path> segments, Visitor visitor) throws IOException {
        places.clear();
        for (Path segment : segments) {
            try (FileChannel in = FileChannel.open(segment, StandardOpenOption.READ)) {
                while (nextFrame(in)) {
                    switch (JournalFormat.kind(header)) {
                        case JournalFormat.NOTES -> notes(visitor);
                        case JournalFormat.PACKETS -> packets(visitor);
                        default -> {
                            // of a later version
                        }
                    }
                }
            }
        }
    }

    private boolean nextFrame(FileChannel in) throws IOException {
        if (!isFilled(in, header.clear())) {
            return false;
        }
        int length = JournalFormat.bodyLength(header);
        return length >= 0 && isFilled(in, body.clear().limit(length)) && JournalFormat.isWhole(header, body.flip());
    }

    private static boolean isFilled(FileChannel in, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    private void notes(Visitor visitor) {
        while (body.hasRemaining()) {
            switch (body.get()) {
                case JournalFormat.TAP -> tap();
                case JournalFormat.COVERED ->
                    visitor.covered(JournalFormat.getId(body), body.getLong(), body.getLong());
                case JournalFormat.OPENED -> visitor.opened(JournalFormat.getId(body), manifest());
                case JournalFormat.CLOSED -> visitor.closed(JournalFormat.getId(body));
                default -> body.position(body.limit()); // of a later version
            }
        }
    }

    private byte[] manifest() {
        var json = new byte[body.getInt()];
        body.get(json);
        return json;
    }

    private void tap() {
        int number = body.getInt();
        CaptureId id = JournalFormat.getId(body);
        int interfaceIndex = body.getInt();
        long epoch = body.getLong();
        int port = Short.toUnsignedInt(body.getShort());
        var address = new byte[body.get()];
        body.get(body.position(), address);
        body.position(body.position() + JournalFormat.ADDRESS);
        places.put(number, new Place(id, interfaceIndex, epoch, address, port));
    }

    private void packets(Visitor visitor) throws IOException {
        long first = JournalFormat.position(header);
        int end = body.limit();
        for (int record = 0; record < end; ) {
            int total = body.getInt(record);
            Place place = places.get(body.getInt(record + PacketRing.TAP_AT));
            if (place != null) {
                packet(record, place, first + record, visitor);
            }
            body.limit(end);
            record += total;
        }
    }

    private void packet(int record, Place place, long position, Visitor visitor) throws IOException {
        int length = body.getInt(record + PacketRing.LENGTH_AT);
        long nanoTime = body.getLong(record + PacketRing.TIME_AT);
        int port = Short.toUnsignedInt(body.getShort(record + PacketRing.PORT_AT));
        byte[] address = body.get(record + PacketRing.ADDRESS_LENGTH_AT) == address4.length ? address4 : address16;
        body.get(record + PacketRing.ADDRESS_AT, address);
        body.limit(record + PacketRing.HEADER + length).position(record + PacketRing.HEADER);
        visitor.packet(place, position, place.epochNanos() + nanoTime, address, port, body);
    }

    /**
     * Where the packets under a number belong.
     *
     * @param epochNanos what makes a record's time nanoseconds since 1970
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Place(CaptureId capture, int interfaceIndex, long epochNanos, byte[] localAddress, int localPort) {}

    /** Who wants to know what is in a journal. */
    interface Visitor {

        /** See {@link JournalFormat}. */
        default void covered(CaptureId capture, long fileLength, long before) {}

        /** @param manifest of a capture that is not sealed, as its file says it */
        default void opened(CaptureId capture, byte[] manifest) {}

        /** Whatever was said of it before is in its file. */
        default void closed(CaptureId capture) {}

        /** @param datagram position to limit; the {@link PacketRing#HEADER} bytes before may be written over */
        void packet(
                Place place, long position, long unixNanos, byte[] sourceAddress, int sourcePort, ByteBuffer datagram)
                throws IOException;
    }
}
