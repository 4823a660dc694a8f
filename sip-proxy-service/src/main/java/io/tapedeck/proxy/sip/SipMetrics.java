package io.tapedeck.proxy.sip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.proxy.routing.Authentication;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;

/** What the proxy counts. */
final class SipMetrics {

    /** Labels are bounded: anybody may invent methods. */
    private static final Set<String> METHODS = Set.of(
            "INVITE",
            "ACK",
            "BYE",
            "CANCEL",
            "REGISTER",
            "OPTIONS",
            "INFO",
            "PRACK",
            "UPDATE",
            "MESSAGE",
            "REFER",
            "NOTIFY",
            "SUBSCRIBE",
            "PUBLISH");

    private final MeterRegistry meters;
    private final Counter malformed;
    private final Counter overloaded;
    private final Counter connectionsRefused;

    SipMetrics(MeterRegistry meters) {
        this.meters = meters;
        malformed = meters.counter("tapedeck.sip.malformed");
        overloaded = meters.counter("tapedeck.sip.overloaded");
        connectionsRefused = meters.counter("tapedeck.sip.connections.refused");
    }

    void watchCalls(IntSupplier calls) {
        Gauge.builder("tapedeck.sip.calls", calls, IntSupplier::getAsInt)
                .strongReference(true)
                .register(meters);
    }

    void watchConnections(IntSupplier connections) {
        Gauge.builder("tapedeck.sip.connections", connections, IntSupplier::getAsInt)
                .strongReference(true)
                .register(meters);
    }

    /**
     * What grows with the traffic and has to go away with it: a level that stays up without calls is a leak.
     *
     * @param what is held
     */
    void watch(String what, IntSupplier level) {
        Gauge.builder("tapedeck.sip.held", level, IntSupplier::getAsInt)
                .tag("what", what)
                .strongReference(true)
                .register(meters);
    }

    void request(String method) {
        meters.counter("tapedeck.sip.requests", "method", known(method)).increment();
    }

    void notAuthenticated(String method, Authentication.Failure why) {
        String reason = why.name().toLowerCase(Locale.ROOT);
        meters.counter("tapedeck.sip.authentication.failures", "method", known(method), "reason", reason)
                .increment();
    }

    private static String known(String method) {
        return METHODS.contains(method) ? method : "other";
    }

    void response(int statusCode) {
        meters.counter("tapedeck.sip.responses", "class", statusCode / 100 + "xx")
                .increment();
    }

    void malformed() {
        malformed.increment();
    }

    void connectionRefused() {
        connectionsRefused.increment();
    }

    void overloaded() {
        overloaded.increment();
    }
}
