package io.tapedeck.capture.announce;

import io.tapedeck.capture.session.SessionRules;
import io.tapedeck.capture.spool.ConvertedCaptures;
import io.tapedeck.capture.spool.SpoolDirectory;
import io.tapedeck.vital.VitalWork;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the announcer together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AnnounceSettings.class, ConversionSettings.class, RawSettings.class})
class AnnounceConfiguration {

    @Bean
    CaptureAnnouncer captureAnnouncer(SpoolDirectory directory, AnnounceSettings settings, RawSettings raw) {
        return new CaptureAnnouncer(
                directory, new RawLocations(directory, raw.rawUrl()), new EventsUnderWay(settings.kafka()));
    }

    @Bean
    VitalWork announcerWork(CaptureAnnouncer announcer) {
        return announcer.work();
    }

    @Bean
    @ConditionalOnProperty("tapedeck.capture.conversions.follow")
    VitalWork followerWork(ConversionFollower follower) {
        return follower.work();
    }

    @Bean
    @ConditionalOnProperty("tapedeck.capture.conversions.follow")
    ConversionFollower conversionFollower(ConvertedCaptures converted, AnnounceSettings settings, SessionRules rules) {
        return new ConversionFollower(converted, settings.kafka(), rules.node()).start();
    }
}
