package io.tapedeck.capture.announce;

import io.tapedeck.capture.spool.SpoolDirectory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the announcer together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AnnounceSettings.class)
class AnnounceConfiguration {

    @Bean
    CaptureAnnouncer captureAnnouncer(SpoolDirectory directory, AnnounceSettings settings) {
        return new CaptureAnnouncer(directory, settings);
    }
}
