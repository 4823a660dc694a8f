package io.tapedeck.gateway.directory;

import io.tapedeck.vital.VitalHealth;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the relay of the outbox is. A Kafka that is away is only waited for. */
@Configuration(proxyBeanMethods = false)
class RelayHealth {

    @Bean("relay")
    VitalHealth relay(OutboxRelay relay) {
        return VitalHealth.of(relay.work());
    }
}
