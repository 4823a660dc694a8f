package io.tapedeck.proxy.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.proxy.routing.BindingRegistrar;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts the registered devices, and once a minute lets the registrar forget those that never came back. */
@Component
class RegistrationWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final BindingRegistrar registrar;
    private final Thread thread;

    RegistrationWatch(BindingRegistrar registrar, MeterRegistry meters) {
        this.registrar = registrar;
        meters.gauge("tapedeck.sip.registered.devices", registrar, BindingRegistrar::devices);
        thread = Thread.ofVirtual().name("registrations").start(this::watch);
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
                registrar.sweep();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
