package io.tapedeck.proxy.admin;

import io.tapedeck.vital.VitalHealth;
import io.tapedeck.vital.VitalWork;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the threads are that this service lives by. */
@Configuration(proxyBeanMethods = false)
class ThreadsHealth {

    @Bean("threads")
    VitalHealth threads(List<VitalWork> works) {
        return VitalHealth.ofAll(works);
    }
}
