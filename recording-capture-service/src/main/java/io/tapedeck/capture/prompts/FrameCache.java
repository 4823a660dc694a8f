package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.EncodeException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Sound that was made before, least recently used out first. Who asks for what is just being made waits for it, so that
 * a hundred calls that want the same prompt at the same moment have it made once. For any thread.
 */
final class FrameCache {

    /** What the JVM needs for an array beside its bytes, and a place in a list. */
    private static final int OVERHEAD = 24;

    private final long mostBytes;
    private final Map<Key, List<byte[]>> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, CompletableFuture<List<byte[]>>> inWork = new HashMap<>();
    private long bytes;

    FrameCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    List<byte[]> get(Key key, Making making) throws EncodeException {
        CompletableFuture<List<byte[]>> own = new CompletableFuture<>();
        CompletableFuture<List<byte[]>> others;
        synchronized (this) { // this: what is kept and what is in work
            List<byte[]> found = kept.get(key);
            if (found != null) {
                return found;
            }
            others = inWork.putIfAbsent(key, own);
        }
        return others == null ? make(key, making, own) : await(others);
    }

    private List<byte[]> make(Key key, Making making, CompletableFuture<List<byte[]>> own) throws EncodeException {
        try {
            List<byte[]> frames = making.make();
            finished(key, frames);
            own.complete(frames);
            return frames;
        } catch (EncodeException | RuntimeException | Error e) { // else who waits would wait for ever
            finished(key, List.of());
            own.completeExceptionally(e);
            throw e;
        }
    }

    private static List<byte[]> await(CompletableFuture<List<byte[]>> others) throws EncodeException {
        try {
            return others.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EncodeException known) {
                throw known;
            }
            throw e;
        }
    }

    private synchronized void finished(Key key, List<byte[]> frames) { // this, as above
        inWork.remove(key);
        long size = size(frames);
        if (frames.isEmpty() || size > mostBytes) {
            return;
        }
        kept.put(key, frames);
        bytes += size;
        var oldest = kept.entrySet().iterator();
        while (bytes > mostBytes) {
            bytes -= size(oldest.next().getValue());
            oldest.remove();
        }
    }

    private static long size(List<byte[]> frames) {
        return frames.stream().mapToLong(frame -> frame.length + OVERHEAD).sum();
    }

    synchronized long bytes() { // this, as above
        return bytes;
    }

    /**
     * Sound and what it is made into.
     *
     * @param sound {@link Sound#id}
     * @param encoding name, parameters and packet time
     */
    record Key(String sound, String encoding) {}

    /** Does the work. */
    @FunctionalInterface
    interface Making {
        List<byte[]> make() throws EncodeException;
    }
}
