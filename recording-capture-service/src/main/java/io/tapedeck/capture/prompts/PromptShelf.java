package io.tapedeck.capture.prompts;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Files that a controller has handed over in pieces, to be played by the hash of their content as often as it likes.
 * Bounded: what was not wanted for longest goes first, and its controller hands it over again. For any thread.
 */
public final class PromptShelf {

    /** Of files that are not complete; the oldest goes first. */
    private static final int MOST_UNFINISHED = 16;

    private final long largest;
    private final long mostBytes;
    private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Unfinished> unfinished = new LinkedHashMap<>();
    private long bytes;

    /**
     * @param largest bytes of one file
     * @param mostBytes of all files together
     */
    PromptShelf(long largest, long mostBytes) {
        this.largest = largest;
        this.mostBytes = mostBytes;
    }

    synchronized Optional<byte[]> find(String sha256) { // this: kept, unfinished and bytes
        return Optional.ofNullable(kept.get(sha256));
    }

    /**
     * Takes a piece; pieces come in order, and a first one begins anew.
     *
     * @param sha256 of the whole file, lower-case hexadecimal
     * @param size of the whole file
     * @return how much of the file is there
     */
    public synchronized long put(String sha256, long size, long offset, byte[] piece)
            throws PromptException { // as above
        if (size < 1 || size > largest) {
            throw new PromptException("larger than " + largest + " bytes, or nothing");
        }
        byte[] whole = kept.get(sha256);
        if (whole != null) {
            return whole.length;
        }
        Unfinished file = unfinished.get(sha256);
        if (offset == 0 && (file == null || file.content.length != size)) { // else two calls hand the same one over
            file = new Unfinished(new byte[(int) size], 0);
        }
        Unfinished more = append(file, offset, piece);
        unfinished.remove(sha256);
        if (more.filled == size) {
            keep(sha256, more.content);
        } else {
            unfinished.put(sha256, more);
            dropOldest();
        }
        return more.filled;
    }

    private static Unfinished append(@Nullable Unfinished file, long offset, byte[] piece) throws PromptException {
        if (file == null || offset > file.filled || offset + piece.length > file.content.length) {
            throw new PromptException("a piece is missing; begin again");
        }
        System.arraycopy(piece, 0, file.content, (int) offset, piece.length);
        return new Unfinished(file.content, Math.max(file.filled, (int) offset + piece.length));
    }

    private void keep(String sha256, byte[] content) throws PromptException {
        if (!HexFormat.of().formatHex(Sound.Recorded.hash(content)).equals(sha256)) {
            throw new PromptException("the content is not what its hash says");
        }
        kept.put(sha256, content);
        bytes += content.length;
        var oldest = kept.entrySet().iterator();
        while (bytes > mostBytes && kept.size() > 1) {
            bytes -= oldest.next().getValue().length;
            oldest.remove();
        }
    }

    private void dropOldest() {
        var oldest = unfinished.keySet().iterator();
        while (unfinished.size() > MOST_UNFINISHED) {
            oldest.next();
            oldest.remove();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // filled in place, never compared
    private record Unfinished(byte[] content, int filled) {}
}
