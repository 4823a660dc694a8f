package io.tapedeck.capture;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Starts the capture service. */
@SpringBootApplication(proxyBeanMethods = false)
public class CaptureApplication {

    private static final String NAME = "recording-capture-service";

    /** Starts the service; it runs until the context is closed. */
    public static ConfigurableApplicationContext start(String... args) {
        Map<String, Object> always = new HashMap<>();
        always.put("spring.config.name", NAME);
        always.put("spring.application.name", NAME);
        always.put("spring.jmx.enabled", "false");
        return new SpringApplicationBuilder(CaptureApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(always)
                .run(args);
    }

    public static void main(String[] args) {
        start(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
