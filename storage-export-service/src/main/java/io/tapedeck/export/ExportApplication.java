package io.tapedeck.export;

import io.tapedeck.export.admin.CourierSettings;
import io.tapedeck.export.export.Bell;
import io.tapedeck.export.export.Courier;
import io.tapedeck.export.export.Figures;
import io.tapedeck.export.export.Ledger;
import io.tapedeck.export.export.Sender;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The storage-export-service. Several may run in one group; several services may run in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ExportApplication {

    public static void main(String... args) {
        start(args);
    }

    /**
     * Returns when deliveries are made; the intake catches up behind that. Kafka may be down, the database may take a minute
     * to come.
     *
     * @param args settings, as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(ExportApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.config.name=storage-export-service",
                        "spring.application.name=storage-export-service",
                        "spring.jmx.enabled=false")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Courier courier(
            Ledger ledger,
            Sender sender,
            CourierSettings settings,
            Bell outboxFilled,
            Figures figures,
            InstantSource clock) {
        return new Courier(ledger, sender, settings.patience(), outboxFilled, figures, clock, new SecureRandom());
    }
}
