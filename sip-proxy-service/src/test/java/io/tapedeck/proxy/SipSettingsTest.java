package io.tapedeck.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class SipSettingsTest {

    @Test
    void the_defaults_stand_in_the_file() throws IOException {
        SipSettings settings = bound(Map.of());

        assertThat(settings.serverSettings().listenPort()).isEqualTo(5060);
        assertThat(settings.serverSettings().advertisedHost()).isNull();
        assertThat(settings.captureNodeSettings().nodes()).containsExactly("127.0.0.1:2223");
        assertThat(settings.captureNodeSettings().answerWithin()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.timerC()).isGreaterThan(Duration.ofMinutes(3));
        assertThat(settings.tcp().connections()).isEqualTo(1_000);
        assertThat(settings.tcp().idleTime())
                .isGreaterThan(settings.registration().longest());
        assertThat(settings.secret()).isNull();
    }

    @Test
    void every_key_finds_its_place() throws IOException {
        SipSettings settings = bound(Map.of(
                "tapedeck.sip.listen", "[::1]:0",
                "tapedeck.sip.address", "sip.example.com",
                "tapedeck.sip.capture-nodes", "a:1,b:2",
                "tapedeck.sip.key", "00ff",
                "tapedeck.sip.registration.shortest", "5s",
                "tapedeck.sip.tcp.per-source", "7",
                "tapedeck.sip.tcp.stranger-time", "9s",
                "tapedeck.sip.journal.segment", "1KB"));

        assertThat(settings.serverSettings().listenHost()).isEqualTo("::1");
        assertThat(settings.serverSettings().advertisedHost()).isEqualTo("sip.example.com");
        assertThat(settings.captureNodeSettings().nodes()).containsExactly("a:1", "b:2");
        assertThat(settings.secret()).containsExactly(0, 0xff);
        assertThat(settings.registration().shortest()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.tcp().perSource()).isEqualTo(7);
        assertThat(settings.tcp().strangerTime()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.journalSettings().segmentBytes()).isEqualTo(1024);
    }

    @ParameterizedTest
    @CsvSource({
        "listen, 5060",
        "listen, host:port",
        "capture-nodes, nowhere",
        "capture-nodes, ''",
        "ng.answer-within, 0s",
        "ng.missed-pings, 0",
        "registration.usual, 5s",
        "registration.bindings-per-device, 0",
        "journal.segment, 0B",
        "adoption.at-most, 0s",
        "max-sessions, 0",
        "tcp.connections, 0",
        "tcp.per-source, 0",
        "tcp.stranger-time, 0s",
        "tcp.idle-time, 1s",
        "key, xyz",
        "instance, a b"
    })
    void nonsense_stops_the_start(String key, String value) {
        assertThatThrownBy(() -> {
                    SipSettings settings = bound(Map.of("tapedeck.sip." + key, value));
                    settings.serverSettings();
                    settings.captureNodeSettings();
                    settings.journalSettings();
                    settings.secret();
                })
                .isInstanceOf(RuntimeException.class);
    }

    private static SipSettings bound(Map<String, Object> given) throws IOException {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("given", given));
        new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("sip-proxy-service.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        return Binder.get(environment).bind("tapedeck.sip", SipSettings.class).get();
    }
}
