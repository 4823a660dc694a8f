package io.tapedeck.capture.spool;

import io.tapedeck.vital.VitalWork;
import java.io.IOException;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the disk side together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SpoolSettings.class, DiskSettings.class})
class SpoolConfiguration {

    @Bean
    SpoolDirectory spoolDirectory(SpoolSettings settings) throws IOException {
        return new SpoolDirectory(settings.spool());
    }

    @Bean
    PacketRings packetRings(SpoolSettings settings) {
        return new PacketRings(Math.toIntExact(settings.ring().toBytes()));
    }

    @Bean
    SpoolCounters spoolCounters() {
        return new SpoolCounters();
    }

    @Bean
    ConvertedCaptures convertedCaptures(SpoolDirectory directory, Clock clock) {
        return new ConvertedCaptures(directory, clock);
    }

    @Bean
    VitalWork diskWatchWork(DiskWatch watch) {
        return watch.work();
    }

    @Bean
    DiskWatch diskWatch(DiskSettings settings, SpoolDirectory directory, ConvertedCaptures converted) {
        return new DiskWatch(settings, directory, directory::space, converted).start();
    }

    @Bean
    SpoolStart spoolStart(
            SpoolSettings settings,
            DiskSettings disk,
            ConvertedCaptures converted,
            SpoolDirectory directory,
            Announcements announcements,
            Clock clock,
            SpoolCounters counters)
            throws IOException {
        return new SpoolStart(
                directory,
                new SpoolRecovery(directory, announcements, clock, counters),
                new SpoolRetention(directory, settings.keepAnnounced(), converted, disk.keepConverted(), clock));
    }

    /** After {@link SpoolStart}, which has to see the spool before a new capture is in it. */
    @Bean
    CaptureSpool captureSpool(
            SpoolSettings settings,
            SpoolDirectory directory,
            PacketRings rings,
            Announcements announcements,
            Clock clock,
            SpoolCounters counters,
            ObjectProvider<MediaOutput.Opener> disks,
            @SuppressWarnings("unused") SpoolStart before) {
        MediaOutput.Opener disk = disks.getIfAvailable(MediaOutput.SystemFiles::new);
        return new CaptureSpool(settings, directory, rings, announcements, clock, counters, disk);
    }
}
