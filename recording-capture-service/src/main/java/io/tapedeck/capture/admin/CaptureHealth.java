package io.tapedeck.capture.admin;

import io.tapedeck.capture.control.NgServer;
import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.capture.spool.CaptureSpool;
import io.tapedeck.capture.spool.DiskWatch;
import io.tapedeck.capture.spool.SpoolDirectory;
import java.io.IOException;
import java.util.Locale;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up as long as calls can be relayed and recorded. */
@Component("capture")
class CaptureHealth implements HealthIndicator {

    /** Below this a recording is lost within seconds. */
    private static final long TOO_LITTLE_DISK = 10L << 20;

    private final NgServer ng;
    private final UdpRelay relay;
    private final CaptureSpool spool;
    private final SpoolDirectory directory;
    private final DiskWatch disk;

    CaptureHealth(NgServer ng, UdpRelay relay, CaptureSpool spool, SpoolDirectory directory, DiskWatch disk) {
        this.ng = ng;
        this.relay = relay;
        this.spool = spool;
        this.directory = directory;
        this.disk = disk;
    }

    @Override
    public Health health() {
        long usable = usableBytes();
        boolean up = ng.isListening()
                && relay.isRunning()
                && spool.isWriting()
                && disk.isPresent()
                && directory.isWritable()
                && usable >= TOO_LITTLE_DISK;
        return (up ? Health.up() : Health.down())
                .withDetail("ng", ng.isListening() ? ng.address().toString() : "closed")
                .withDetail("relay", relay.isRunning())
                .withDetail("writer", spool.isWriting())
                .withDetail("spoolWritable", directory.isWritable())
                .withDetail("spoolUsableBytes", usable)
                .withDetail("spoolPresent", disk.isPresent())
                .withDetail("disk", disk.level().name().toLowerCase(Locale.ROOT))
                .withDetail("journal", spool.journalState().name().toLowerCase(Locale.ROOT))
                .withDetail("ringUsedBytes", spool.rings().used())
                .withDetail("ringBytes", spool.rings().capacity())
                .withDetail("freePortPairs", relay.freePortPairs())
                .build();
    }

    private long usableBytes() {
        try {
            return directory.usableBytes();
        } catch (IOException _) {
            return 0;
        }
    }
}
