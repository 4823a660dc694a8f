package io.tapedeck.proxy.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.proxy.routing.BindingRegistrar;
import io.tapedeck.vital.VitalWork;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts the registered devices, and once a minute lets the registrar forget those that never came back. */
@Component
class RegistrationWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final BindingRegistrar registrar;
    private final VitalWork work = new VitalWork("registrations");
    private final Thread thread;

    RegistrationWatch(BindingRegistrar registrar, MeterRegistry meters) {
        this.registrar = registrar;
        meters.gauge("tapedeck.sip.registered.devices", registrar, BindingRegistrar::devices);
        thread = work.start(Thread.ofVirtual(), this::watch);
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
                boolean _ = work.attempt(registrar::sweep);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    VitalWork work() {
        return work;
    }

    @Override
    public void close() {
        work.ends();
        thread.interrupt();
    }
}
