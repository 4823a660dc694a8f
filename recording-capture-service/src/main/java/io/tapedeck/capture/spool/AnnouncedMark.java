package io.tapedeck.capture.spool;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * That a seal is announced is written over the word {@code sealed} in the manifest, which has room for it:
 *
 * <pre>
 * {"version":1,"state":"sealed"   ,…
 * {"version":1,"state":"announced",…
 * </pre>
 *
 * A file of its own, its rename and two syncs for each call would say no more. The mark is not synced: when a power cut
 * takes it, the same event is told once more.
 */
final class AnnouncedMark {

    private static final byte[] SEALED = "\"sealed\"".getBytes(US_ASCII);
    private static final byte[] SEALED_WITH_ROOM = "\"sealed\"   ".getBytes(US_ASCII);
    private static final byte[] ANNOUNCED = "\"announced\"".getBytes(US_ASCII);

    /** The state is the second of the manifest's properties. */
    private static final int HEAD = 64;

    private AnnouncedMark() {}

    /** The manifest as it is written when it can be marked later; one that is not sealed as it was. */
    static byte[] withRoom(byte[] manifest) {
        int at = indexOf(manifest, Math.min(HEAD, manifest.length), SEALED);
        if (at < 0) {
            return manifest;
        }
        int behind = at + SEALED.length;
        int room = SEALED_WITH_ROOM.length - SEALED.length;
        ByteBuffer roomy = ByteBuffer.allocate(manifest.length + room);
        roomy.put(manifest, 0, at).put(SEALED_WITH_ROOM).put(manifest, behind, manifest.length - behind);
        return roomy.array();
    }

    /** @return false when the manifest has no room for it, or is not sealed */
    static boolean isSet(Path manifest) throws IOException {
        try (FileChannel file = FileChannel.open(manifest, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD);
            int length = file.read(head, 0);
            int at = indexOf(head.array(), length, SEALED_WITH_ROOM);
            if (at < 0) {
                return false;
            }
            file.write(ByteBuffer.wrap(ANNOUNCED), at);
            return true;
        }
    }

    private static int indexOf(byte[] text, int length, byte[] wanted) {
        for (int at = 0; at + wanted.length <= length; at++) {
            if (Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
