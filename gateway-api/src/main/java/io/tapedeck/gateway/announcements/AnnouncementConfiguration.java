package io.tapedeck.gateway.announcements;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the making of announcements together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SpeechSettings.class, AnnouncementSettings.class})
class AnnouncementConfiguration {

    @Bean
    SpeechEngine speechEngine(SpeechSettings settings, RemoteSpeech elsewhere) {
        return settings.url().isEmpty() ? new EspeakEngine(settings.espeak()) : elsewhere::speak;
    }

    @Bean
    SoundStudio soundStudio(SpeechSettings settings) {
        return new SoundStudio(settings.ffmpeg());
    }
}
