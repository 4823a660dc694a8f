package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Protection;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one party's packets on one line are encrypted with. After a change of keys the former ones are still good until the
 * next change: packets are under way, and which key made a packet its tag proves. Loop thread only; a packet allocates
 * nothing.
 */
final class Encryption {

    /** Of those in force and their predecessors: what none of them made costs a look with each. */
    static final int MOST_KEYS = 8;

    private static final Encryption OPAQUE = new Encryption(List.of());

    /** The one that opened the last packet comes first. */
    private final KeyedReader[] readers;

    private Encryption(List<KeyedReader> readers) {
        this.readers = readers.toArray(KeyedReader[]::new);
    }

    /**
     * @param before null: there was none
     * @param fresh for the keys that are in force now
     * @return null when packets are not encrypted
     */
    static @Nullable Encryption after(@Nullable Encryption before, Protection now, List<KeyedReader> fresh) {
        return switch (now) {
            case Protection.Plain _ -> null;
            case Protection.Opaque _ -> OPAQUE;
            case Protection.Keyed _ -> new Encryption(both(before == null ? OPAQUE : before, fresh));
        };
    }

    private static List<KeyedReader> both(Encryption before, List<KeyedReader> fresh) {
        List<KeyedReader> all = new ArrayList<>();
        fresh.stream().limit(MOST_KEYS).forEach(reader -> all.add(before.known(reader)));
        for (KeyedReader former : before.readers) {
            if (all.size() < MOST_KEYS && !all.contains(former)) {
                all.add(former);
            }
        }
        return all;
    }

    /** The same key goes on with what it knows of its sources; a new one begins with what the last one knew. */
    private KeyedReader known(KeyedReader fresh) {
        for (KeyedReader reader : readers) {
            if (reader.key().isSameAs(fresh.key())) {
                return reader;
            }
        }
        if (readers.length > 0) {
            fresh.rtp().follow(readers[0].rtp());
        }
        return fresh;
    }

    /** Nobody here can read the packets, and they are kept as they came. */
    boolean isOpaque() {
        return this == OPAQUE;
    }

    /** None before the answer has said which, either; who agrees on them beside the SDP may begin by then. */
    boolean hasKeys() {
        return readers.length > 0;
    }

    /** @return the packet's length in plain, or {@link SrtpReader#REFUSED} when it is not authentic */
    int open(ByteBuffer memory, int start, int length, boolean isRtcp) {
        for (int i = 0; i < readers.length; i++) {
            int plain = readers[i].open(memory, start, length, isRtcp);
            if (plain != SrtpReader.REFUSED) {
                toFront(i);
                return plain;
            }
        }
        return isOpaque() ? length : SrtpReader.REFUSED;
    }

    private void toFront(int place) {
        KeyedReader reader = readers[place];
        for (int i = place; i > 0; i--) {
            readers[i] = readers[i - 1];
        }
        readers[0] = reader;
    }

    /** A packet went by that nobody has to open. */
    void pass(int ssrc, int sequenceNumber) {
        if (readers.length > 0) {
            readers[0].rtp().pass(ssrc, sequenceNumber);
        }
    }
}
