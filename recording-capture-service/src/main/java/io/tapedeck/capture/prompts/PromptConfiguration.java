package io.tapedeck.capture.prompts;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the prompts together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PromptSettings.class)
class PromptConfiguration {

    @Bean
    Prompts prompts(PromptSettings settings) {
        return new Prompts(settings);
    }
}
