package io.tapedeck.proxy.announce;

import java.nio.ByteBuffer;
import java.time.Instant;

/** A session whose end is not in the journal yet, with the last entry about it. */
record OpenSession(JournalEntry lastEntry, Instant lastSign) {

    OpenSession seenAt(Instant at) {
        return at.isAfter(lastSign) ? new OpenSession(lastEntry, at) : this;
    }

    ByteBuffer encoded() {
        ByteBuffer entry = lastEntry.encoded();
        return ByteBuffer.allocate(Long.BYTES + entry.remaining())
                .putLong(lastSign.toEpochMilli())
                .put(entry)
                .flip();
    }

    static OpenSession decoded(ByteBuffer payload) {
        ByteBuffer in = payload.duplicate();
        Instant lastSign = Instant.ofEpochMilli(in.getLong());
        return new OpenSession(JournalEntry.decoded(in.slice()), lastSign);
    }
}
