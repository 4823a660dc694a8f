package io.tapedeck.capture.media;

import io.tapedeck.capture.session.CallEvents;
import io.tapedeck.capture.spool.PacketRings;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the relay together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MediaSettings.class)
class MediaConfiguration {

    @Bean
    UdpRelay relay(MediaSettings settings, PacketRings rings, CallEvents events, Clock clock) throws IOException {
        return new UdpRelay(settings, rings, events, clock);
    }
}
