package io.tapedeck.gateway.playback;

import io.tapedeck.contracts.MediaFormat;
import io.tapedeck.contracts.RecordingId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * An open media file and what HTTP says about it. Closed by the one who opened it.
 *
 * @param sha256 digest of the file; null when the catalogue has none, then there is no entity tag
 */
record Media(RecordingId id, MediaFormat format, @Nullable String sha256, FileChannel file, long size)
        implements AutoCloseable {

    /** A strong entity tag: the bytes under it never change. */
    @Nullable
    String entityTag() {
        return sha256 == null ? null : "\"" + sha256 + "\"";
    }

    String fileName() {
        return id + "." + format.extension();
    }

    /** Copies a part of the file; blocks as long as the listener is slow. */
    void copy(ByteRange part, OutputStream out) throws IOException {
        WritableByteChannel target = Channels.newChannel(out);
        long at = part.first();
        while (at <= part.last()) {
            long copied = file.transferTo(at, part.last() - at + 1, target);
            if (copied <= 0) {
                throw new IOException("the media file became shorter while it was read");
            }
            at += copied;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
