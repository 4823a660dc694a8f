package io.tapedeck.capture;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
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
        return start(List.of(CaptureApplication.class), args);
    }

    /** @param sources this class, and what is to stand in for the world */
    static ConfigurableApplicationContext start(List<Class<?>> sources, String... args) {
        Map<String, Object> always = new HashMap<>();
        always.put("spring.config.name", NAME);
        always.put("spring.application.name", NAME);
        always.put("spring.jmx.enabled", "false");
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
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
