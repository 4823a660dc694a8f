package io.tapedeck.proxy.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Alarms that go off when the test says so. */
final class HandAlarms implements Alarms {

    /** One that was set. */
    record Set(Duration delay, FutureTask<?> task) {}

    private final List<Set> set = new ArrayList<>();

    @Override
    public Future<?> after(Duration delay, Runnable task) {
        var alarm = new Set(delay, new FutureTask<>(task, null));
        set.add(alarm);
        return alarm.task();
    }

    /** Those that have neither gone off nor been cancelled, by their delay. */
    List<Duration> waiting() {
        return set.stream()
                .filter(alarm -> !alarm.task().isDone())
                .map(Set::delay)
                .toList();
    }

    void ring() {
        List.copyOf(set).forEach(alarm -> alarm.task().run());
    }
}
