package io.tapedeck.testkit.leaks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class that leaves threads (platform or virtual) or file descriptors (sockets, files) behind and names
 * them. What has been there before the class does not count, nor what the JVM, the test engine and the shared servers
 * hold; what is just about to end has {@link #GRACE} to do so. Not for classes that run in parallel with others.
 *
 * <p>Use it as the first extension: {@code @ExtendWith(LeakCheck.class)}.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

    /** Selectors, executors and sockets that were closed need a moment, on a loaded machine a long one, until they are gone. */
    static final Duration GRACE = Duration.ofSeconds(15);

    private static final Namespace NAMESPACE = Namespace.create(LeakCheck.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", Footprint.take());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Footprint before = context.getStore(NAMESPACE).get("before", Footprint.class);
        List<String> leaks = leaksSince(before);
        if (!leaks.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind:\n  " + String.join("\n  ", leaks));
        }
    }

    private static List<String> leaksSince(@Nullable Footprint before) {
        if (before == null) {
            return List.of();
        }
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (true) {
            List<String> leaks = Footprint.take().minus(before).describe();
            if (leaks.isEmpty() || System.nanoTime() - deadline >= 0) {
                return leaks;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
