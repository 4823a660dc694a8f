package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Protection;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.protocol.srtp.SrtcpReader;
import io.tapedeck.protocol.srtp.SrtpReader;
import java.nio.ByteBuffer;
import java.util.List;

/** What opens the packets that are made with one key. */
record KeyedReader(SdesKey key, SrtpReader rtp, SrtcpReader rtcp) {

    /** Any thread. */
    static List<KeyedReader> of(Protection protection) {
        return switch (protection) {
            case Protection.Keyed(var keys) ->
                keys.stream()
                        .limit(Encryption.MOST_KEYS)
                        .map(key -> new KeyedReader(key, new SrtpReader(key), new SrtcpReader(key)))
                        .toList();
            case Protection.Plain _, Protection.Opaque _ -> List.of();
        };
    }

    /** @return the length in plain, or {@link SrtpReader#REFUSED} */
    int open(ByteBuffer memory, int start, int length, boolean isRtcp) {
        return isRtcp ? rtcp.open(memory, start, length) : rtp.open(memory, start, length);
    }
}
