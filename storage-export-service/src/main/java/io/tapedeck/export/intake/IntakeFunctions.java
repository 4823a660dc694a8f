package io.tapedeck.export.intake;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.Topics;
import io.tapedeck.contracts.recordings.RecordingEvent;
import io.tapedeck.export.announce.KafkaOutlet;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.cloud.stream.config.ConsumerEndpointCustomizer;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.kafka.inbound.KafkaMessageDrivenChannelAdapter;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.messaging.Message;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.core.type.TypeReference;

/** The function that Spring Cloud Stream feeds, and how it goes on when it throws. */
@Configuration(proxyBeanMethods = false)
class IntakeFunctions {

    @Bean
    Consumer<Message<List<byte[]>>> recordings(OrderDesk desk, KafkaOutlet deadLetters, MeterRegistry meters) {
        var type = new TypeReference<CloudEvent<RecordingEvent>>() {};
        return new Reception<>(Topics.RECORDINGS, type, desk::take, deadLetters, meters)::take;
    }

    /** What throws is given again until it does not, in place; nothing behind it is touched before. */
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> untilItWorks(IntakeSettings settings) {
        return (container, _, _) -> {
            var pauses = new ExponentialBackOff(settings.firstRetry().toMillis(), 2);
            pauses.setMaxInterval(settings.longestRetry().toMillis());
            var handler = new DefaultErrorHandler(pauses);
            handler.setLogLevel(KafkaException.Level.DEBUG);
            container.setCommonErrorHandler(handler);
        };
    }

    /** No error channel between the function and the container: what a subscriber there swallows would be skipped. */
    @Bean
    @SuppressWarnings("NullAway") // the field is nullable and none is its default; only the setter does not say so
    ConsumerEndpointCustomizer<KafkaMessageDrivenChannelAdapter<?, ?>> failuresGoToTheContainer() {
        return (endpoint, _, _) -> endpoint.setErrorChannel(null);
    }
}
