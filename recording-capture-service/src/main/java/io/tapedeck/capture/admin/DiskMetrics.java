package io.tapedeck.capture.admin;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tapedeck.capture.control.Admission;
import io.tapedeck.capture.spool.ConvertedCaptures;
import io.tapedeck.capture.spool.DiskWatch;
import org.springframework.stereotype.Component;

/** How full the spool's disk is and what came of it. */
@Component
class DiskMetrics implements MeterBinder {

    private final DiskWatch disk;
    private final ConvertedCaptures converted;
    private final Admission admission;

    DiskMetrics(DiskWatch disk, ConvertedCaptures converted, Admission admission) {
        this.disk = disk;
        this.converted = converted;
        this.admission = admission;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("tapedeck.capture.disk.usable", disk, d -> d.space().usable())
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("tapedeck.capture.disk.level", disk, d -> d.level().severity())
                .description("0 ample, 1 warning, 2 converted captures are released, 3 optional recordings are refused")
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.disk.alarms", disk, DiskWatch::alarms)
                .description("how often the disk came to a worse level, or the spool was gone")
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.released", converted, ConvertedCaptures::released)
                .description("raw captures removed because their recordings are made")
                .register(registry);
        FunctionCounter.builder("tapedeck.capture.recordings.refused", admission, Admission::refused)
                .description("optional recordings that the disk had no room for")
                .register(registry);
    }
}
