package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.announce.CallJournal;
import io.tapedeck.proxy.policy.ControlPolicy;
import io.tapedeck.proxy.policy.RecordingPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.routing.Authenticator;
import io.tapedeck.proxy.routing.Registrar;
import io.tapedeck.proxy.routing.Router;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A house of which one answer is a mistake of ours: the one with that number since the last {@link #failAt}. */
final class FaultyHouse {

    /** They are asked at any time, and of any call. */
    private static final Set<String> UNCOUNTED = Set.of("alive", "hashCode", "equals", "toString");

    private final FakeHouse house;
    private final Object front;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private int fault;

    FaultyHouse(FakeHouse house) {
        this.house = house;
        front = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {
                    Authenticator.class,
                    Registrar.class,
                    Router.class,
                    RecordingPolicy.class,
                    ControlPolicy.class,
                    MediaAnchor.class,
                    CallJournal.class
                },
                (_, method, arguments) -> answer(method, arguments));
    }

    /** @param number from 1; 0 for never */
    synchronized void failAt(int number) { // guards fault
        fault = number;
        asked.clear();
    }

    /** What it was asked since, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private @Nullable Object answer(Method method, Object @Nullable [] arguments) throws Throwable {
        if (!UNCOUNTED.contains(method.getName())) {
            count(method.getName());
        }
        try {
            return method.invoke(house, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private synchronized void count(String what) { // guards fault
        asked.add(what);
        if (asked.size() == fault) {
            throw new IllegalStateException("a mistake of ours in " + what);
        }
    }

    <T> T as(Class<T> role) {
        return role.cast(front);
    }
}
