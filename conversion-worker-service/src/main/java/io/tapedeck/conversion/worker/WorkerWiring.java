package io.tapedeck.conversion.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.conversion.ffmpeg.FfmpegDecoders;
import io.tapedeck.conversion.ffmpeg.MediaFiles;
import io.tapedeck.conversion.media.Conversion;
import io.tapedeck.conversion.raw.HttpCaptures;
import io.tapedeck.conversion.raw.LocatedCaptures;
import io.tapedeck.conversion.raw.RawCaptures;
import io.tapedeck.conversion.raw.SharedDiskCaptures;
import io.tapedeck.conversion.store.LocalRecordingStore;
import io.tapedeck.conversion.store.RecordingStore;
import java.io.IOException;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the parts of a job together. */
@Configuration(proxyBeanMethods = false)
class WorkerWiring {

    private static final int KILO = 1_000;

    @Bean
    RawCaptures rawCaptures(FetchSettings fetch, FetchSettings.InternalAccess internal, ConversionSettings settings)
            throws IOException {
        var nodes = new HttpCaptures(fetch.rules(settings.workspace().resolve("raw"), internal.token()));
        nodes.sweep();
        return new LocatedCaptures(new SharedDiskCaptures(), nodes, fetch.sharedSpool());
    }

    @Bean
    RecordingStore recordingStore(ConversionSettings settings, InstantSource clock) {
        var store = new LocalRecordingStore(settings.store());
        store.sweep(clock.instant());
        return store;
    }

    @Bean
    Conversion conversion(ConversionSettings settings) {
        ConversionSettings.Mp3 mp3 = settings.mp3();
        return new Conversion(
                new FfmpegDecoders(),
                new MediaFiles(mp3.monoKilobits() * KILO, mp3.stereoKilobits() * KILO),
                settings.measure().effort());
    }

    @Bean
    WarmUp warmUp(Conversion conversion, ConversionSettings settings) {
        return new WarmUp(conversion, settings.workspace());
    }

    @Bean
    JobMetrics jobMetrics(MeterRegistry registry) {
        return new JobMetrics(registry);
    }

    @Bean
    JobRunner jobRunner(
            RawCaptures raws,
            Conversion conversion,
            RecordingStore store,
            Announcements announcements,
            JobMetrics metrics,
            InstantSource clock) {
        return new JobRunner(raws, conversion, store, announcements, metrics, clock);
    }
}
