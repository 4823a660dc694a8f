package io.tapedeck.gateway;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** Starts the gateway. The only class that knows the system's clock and source of chance. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("io.tapedeck.gateway")
@ConfigurationPropertiesScan("io.tapedeck.gateway")
public class GatewayApplication {

    static final String NAME = "gateway-api";

    public static void main(String... args) {
        start(args);
    }

    /**
     * Starts the service; defaults are in {@code gateway-api.yaml}.
     *
     * @param args settings as {@code --name=value}
     * @return the running service; closing it leaves no thread, socket or file open
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.config.name=" + NAME, "spring.application.name=" + NAME, "spring.jmx.enabled=false")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }
}
