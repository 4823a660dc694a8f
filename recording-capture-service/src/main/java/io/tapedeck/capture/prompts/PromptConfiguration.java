package io.tapedeck.capture.prompts;

import io.tapedeck.capture.encode.Encoder;
import io.tapedeck.capture.encode.SpeechEncoder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the prompts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PromptSettings.class)
class PromptConfiguration {

    @Bean
    PromptShelf promptShelf(PromptSettings settings) {
        return new PromptShelf(settings.largest().toBytes(), settings.shelf().toBytes());
    }

    @Bean
    Prompts prompts(PromptSettings settings, PromptShelf shelf) {
        var encoder = new Encoder(settings.ffmpeg(), settings.encodeWithin(), settings.encoders());
        var speech = new SpeechEncoder(settings.encodeWithin(), settings.encoders());
        var workshop = new Workshop(encoder, speech, settings.longest());
        return new Prompts(settings, workshop, new FrameCache(settings.cache().toBytes()), shelf);
    }
}
