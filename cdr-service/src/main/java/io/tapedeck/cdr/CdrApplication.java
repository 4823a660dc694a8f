package io.tapedeck.cdr;

import io.tapedeck.cdr.cdr.Bell;
import io.tapedeck.cdr.cdr.CdrBook;
import io.tapedeck.cdr.cdr.Figures;
import io.tapedeck.cdr.cdr.Ledger;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The cdr-service. Several may run in one group; several services may run in one process. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CdrApplication {

    public static void main(String... args) {
        start(args);
    }

    /**
     * Returns when queries are answered; the intake catches up behind that. Kafka may be down, the database may take a
     * minute to come.
     *
     * @param args settings, as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(String... args) {
        return new SpringApplicationBuilder(CdrApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .properties(
                        "spring.config.name=cdr-service",
                        "spring.application.name=cdr-service",
                        "spring.jmx.enabled=false")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    CdrBook cdrBook(Ledger ledger, Bell outboxFilled, Figures figures, InstantSource clock) {
        return new CdrBook(ledger, outboxFilled, figures, clock);
    }
}
