package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.SessionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An event as it stands in the journal: ready to be sent without reading its JSON.
 *
 * <pre>
 *  0            16       18
 * +------------+--------+--------------+---------------------------+
 * | session id | length | node (UTF-8) | CloudEvent (JSON)         |
 * +------------+--------+--------------+---------------------------+
 * </pre>
 *
 * @param node capture node of the session; empty when it has none
 * @param event structured CloudEvent
 */
@SuppressWarnings("ArrayRecordComponent") // two entries are never compared
record JournalEntry(SessionId session, String node, byte[] event) {

    ByteBuffer encoded() {
        byte[] name = node.getBytes(StandardCharsets.UTF_8);
        UUID id = session.value();
        return ByteBuffer.allocate(2 * Long.BYTES + Short.BYTES + name.length + event.length)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putShort((short) name.length)
                .put(name)
                .put(event)
                .flip();
    }

    static JournalEntry decoded(ByteBuffer payload) {
        ByteBuffer in = payload.duplicate();
        var session = new SessionId(new UUID(in.getLong(), in.getLong()));
        var name = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(name);
        var event = new byte[in.remaining()];
        in.get(event);
        return new JournalEntry(session, new String(name, StandardCharsets.UTF_8), event);
    }
}
