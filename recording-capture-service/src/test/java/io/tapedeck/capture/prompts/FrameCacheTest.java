package io.tapedeck.capture.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.capture.encode.EncodeException;
import io.tapedeck.capture.prompts.FrameCache.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameCacheTest {

    private static final int FRAME = 100;
    /** A frame with what the JVM adds. */
    private static final int COST = 124;

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void what_was_made_once_is_not_made_again() throws EncodeException {
        var cache = new FrameCache(1_000);

        List<byte[]> first = cache.get(key(1), this::frame);

        assertThat(cache.get(key(1), this::frame)).isSameAs(first);
        assertThat(made).hasValue(1);
    }

    @Test
    void the_least_recently_used_goes_first_and_the_bound_holds() throws EncodeException {
        var cache = new FrameCache(2 * COST);
        cache.get(key(1), this::frame);
        cache.get(key(2), this::frame);
        cache.get(key(1), this::frame);

        cache.get(key(3), this::frame);

        assertThat(cache.bytes()).isEqualTo(2 * COST);
        cache.get(key(1), this::frame);
        assertThat(made).hasValue(3);
        cache.get(key(2), this::frame);
        assertThat(made).hasValue(4);
    }

    @Test
    void what_is_larger_than_the_cache_is_given_and_not_kept() throws EncodeException {
        var cache = new FrameCache(COST - 1);

        assertThat(cache.get(key(1), this::frame)).hasSize(1);
        cache.get(key(1), this::frame);

        assertThat(made).hasValue(2);
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void what_failed_is_tried_again() throws EncodeException {
        var cache = new FrameCache(1_000);
        assertThatThrownBy(() -> cache.get(key(1), () -> {
                    throw new IllegalStateException("this time");
                }))
                .hasMessage("this time");

        assertThat(cache.get(key(1), this::frame)).hasSize(1);
    }

    @Test
    void nobody_waits_for_what_ended_in_an_error() throws EncodeException {
        var cache = new FrameCache(1_000);
        assertThatThrownBy(() -> cache.get(key(1), () -> {
                    throw new LinkageError("no such library");
                }))
                .hasMessage("no such library");

        assertThat(cache.get(key(1), this::frame)).hasSize(1);
    }

    @Test
    void who_wants_what_is_just_being_made_waits_for_it() throws Exception {
        var cache = new FrameCache(1_000);
        var begun = new CountDownLatch(1);
        var mayEnd = new Semaphore(0);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<byte[]>>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(callers.submit(() -> cache.get(key(1), () -> {
                    begun.countDown();
                    mayEnd.acquireUninterruptibly();
                    return frame();
                })));
            }
            begun.await();
            mayEnd.release();

            for (Future<List<byte[]>> result : results) {
                assertThat(result.get()).isSameAs(results.getFirst().get());
            }
        }
        assertThat(made).hasValue(1);
    }

    private List<byte[]> frame() {
        made.incrementAndGet();
        return List.of(new byte[FRAME]);
    }

    private static Key key(int number) {
        return new Key("sound " + number, "PCMA");
    }
}
