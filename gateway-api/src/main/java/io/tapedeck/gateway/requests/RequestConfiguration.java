package io.tapedeck.gateway.requests;

import io.tapedeck.gateway.problem.ProblemWriter;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Both filters come behind the login, which has order -100: strangers get no memory. */
@Configuration(proxyBeanMethods = false)
class RequestConfiguration {

    private static final String API = "/api/*";

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(ProblemWriter problems, RequestSettings settings) {
        var registration = new FilterRegistrationBean<>(new BodyLimitFilter(problems, settings));
        registration.addUrlPatterns(API);
        registration.setOrder(10);
        return registration;
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotency(
            ProblemWriter problems, Repeatables repeatables, RequestSettings settings, Clock clock) {
        var registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(problems, repeatables, settings.idempotencyPeriod(), clock));
        registration.addUrlPatterns(API);
        registration.setOrder(20);
        return registration;
    }
}
