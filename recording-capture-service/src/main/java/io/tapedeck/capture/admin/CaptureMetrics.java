package io.tapedeck.capture.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tapedeck.capture.announce.CaptureAnnouncer;
import io.tapedeck.capture.control.NgServer;
import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.capture.session.Opinion;
import io.tapedeck.capture.session.Reception;
import io.tapedeck.capture.spool.CaptureSpool;
import io.tapedeck.capture.spool.SpoolCounters;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Aggregates for Prometheus; nothing per call. */
@Component
class CaptureMetrics implements MeterBinder {

    private final CaptureSessions sessions;
    private final UdpRelay relay;
    private final CaptureSpool spool;
    private final CaptureAnnouncer announcer;
    private final NgServer ng;

    CaptureMetrics(
            CaptureSessions sessions, UdpRelay relay, CaptureSpool spool, CaptureAnnouncer announcer, NgServer ng) {
        this.sessions = sessions;
        this.relay = relay;
        this.spool = spool;
        this.announcer = announcer;
        this.ng = ng;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindCalls(registry);
        bindRelay(registry);
        bindSpool(registry);
        bindStreams(registry);
    }

    private void bindCalls(MeterRegistry registry) {
        Gauge.builder("tapedeck.capture.calls", sessions, CaptureSessions::size).register(registry);
        FunctionCounter.builder("tapedeck.capture.ng.requests", ng, NgServer::requests)
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.ng.refused", ng, NgServer::refused)
                .description("datagrams that were no request, or one too many")
                .register(registry);
    }

    private void bindRelay(MeterRegistry registry) {
        for (Count count : Count.values()) {
            FunctionCounter.builder("tapedeck.capture.packets", relay, r -> r.count(count))
                    .tag("outcome", count.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("tapedeck.capture.ports.free", relay, UdpRelay::freePortPairs)
                .description("port pairs")
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.ports.exhausted", relay, UdpRelay::portRefusals)
                .description("media lines refused for want of a port: widen the range or add a node")
                .register(registry);
    }

    /** How streams of ended calls arrived, as distributions. */
    private void bindStreams(MeterRegistry registry) {
        DistributionSummary score = DistributionSummary.builder("tapedeck.capture.stream.mos")
                .description("mean opinion score of an ended stream, by the E-model")
                .serviceLevelObjectives(2, 3, 3.6, 4, 4.3)
                .register(registry);
        DistributionSummary jitter = DistributionSummary.builder("tapedeck.capture.stream.jitter")
                .baseUnit("milliseconds")
                .serviceLevelObjectives(1, 5, 10, 20, 50, 100)
                .register(registry);
        DistributionSummary loss = DistributionSummary.builder("tapedeck.capture.stream.loss")
                .baseUnit("percent")
                .serviceLevelObjectives(0.1, 0.5, 1, 3, 5, 10)
                .register(registry);
        Counter silent = Counter.builder("tapedeck.capture.streams.silent")
                .description("streams of ended calls on which nothing came")
                .register(registry);
        sessions.totals().observe(stream -> {
            Reception reception = stream.reception();
            if (reception.expected() == 0) {
                silent.increment();
                return;
            }
            jitter.record(reception.jitterMillis());
            loss.record(100.0 * reception.lost() / reception.expected());
            Opinion opinion = reception.opinion();
            if (opinion != null) {
                score.record(opinion.average().mos());
            }
        });
    }

    private void bindSpool(MeterRegistry registry) {
        SpoolCounters counters = spool.counters();
        Gauge.builder("tapedeck.capture.open", spool, CaptureSpool::openCaptures)
                .description("captures being written or sealed")
                .register(registry);
        Gauge.builder("tapedeck.capture.ring.used", spool, s -> s.rings().used())
                .baseUnit("bytes")
                .register(registry);
        FunctionTimer.builder(
                        "tapedeck.capture.seal",
                        counters,
                        SpoolCounters::sealedCaptures,
                        SpoolCounters::sealNanos,
                        TimeUnit.NANOSECONDS)
                .description("from the end of the call to the sealed manifest")
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.disk.failures", counters, SpoolCounters::failures)
                .description("the disk refuses: full, gone or read-only")
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.disk.packets.lost", counters, SpoolCounters::packetsLost)
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.recovered", counters, SpoolCounters::recoveredCaptures)
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.damaged", counters, SpoolCounters::capturesSetAside)
                .description("captures put aside because nobody can read their manifest")
                .register(registry);
        Gauge.builder("tapedeck.capture.announcements.waiting", announcer, CaptureAnnouncer::backlog)
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.announcements.refused", announcer, CaptureAnnouncer::refused)
                .description("captures that cannot be told: the log names each")
                .register(registry);
    }
}
