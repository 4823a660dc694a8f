package io.tapedeck.conversion.lame;

import io.tapedeck.conversion.media.MediaTags;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * ID3 2.4, the part that players read (id3.org, id3v2.4.0-structure).
 *
 * <pre>
 * "ID3" | version 4 0 | flags 0 | size (4 × 7 bits) | frames
 * frame: id (4) | size (4 × 7 bits) | flags (2) | encoding 3: UTF-8 | text
 * </pre>
 */
final class Id3Tag {

    private static final int UTF_8 = 3;

    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();

    private Id3Tag() {}

    static byte[] of(MediaTags tags) {
        var tag = new Id3Tag();
        tag.frame("TIT2", tags.title());
        tag.frame("TDRC", tags.date());
        tag.own("session-id", tags.session());
        tag.own("caller", tags.caller());
        tag.own("callee", tags.callee());
        tag.own("intervals", tags.intervals());
        return tag.whole();
    }

    /** A field under a name of our own. */
    private void own(String name, String text) {
        if (!text.isEmpty()) {
            frame("TXXX", name + "\0" + text);
        }
    }

    private void frame(String id, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        frames.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
        size(frames, bytes.length + 1);
        frames.write(0);
        frames.write(0);
        frames.write(UTF_8);
        frames.writeBytes(bytes);
    }

    private byte[] whole() {
        var tag = new ByteArrayOutputStream();
        tag.writeBytes(new byte[] {'I', 'D', '3', 4, 0, 0});
        size(tag, frames.size());
        tag.writeBytes(frames.toByteArray());
        return tag.toByteArray();
    }

    /** Seven bits a byte, so that no size looks like the beginning of an MPEG frame. */
    private static void size(ByteArrayOutputStream out, int size) {
        for (int shift = 21; shift >= 0; shift -= 7) {
            out.write(size >> shift & 0x7F);
        }
    }
}
