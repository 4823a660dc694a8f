package io.tapedeck.testkit.leaks;

import java.time.Duration;
import java.util.List;
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
        context.getStore(NAMESPACE).put("before", LeakMark.set());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        LeakMark before = context.getStore(NAMESPACE).get("before", LeakMark.class);
        List<String> leaks = before == null ? List.of() : before.leftBehind();
        if (!leaks.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind:\n  " + String.join("\n  ", leaks));
        }
    }
}
