package io.tapedeck.conversion;

import java.time.Clock;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The conversion worker. Any number may run; each keeps nothing and may be killed at any time. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ConversionApplication {

    public static void main(String... args) {
        start(args);
    }

    /**
     * Returns when HTTP is answered. Jobs are taken when Kafka is there.
     *
     * @param args settings, as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(ConversionApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.config.name=conversion-worker-service",
                        "spring.application.name=conversion-worker-service",
                        "spring.jmx.enabled=false")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
