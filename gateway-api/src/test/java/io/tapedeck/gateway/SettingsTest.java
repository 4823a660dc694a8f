package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.gateway.catalogue.CatalogueSettings;
import io.tapedeck.gateway.directory.DirectorySettings;
import io.tapedeck.gateway.playback.PlaybackSettings;
import io.tapedeck.gateway.recordings.PublicAddress;
import io.tapedeck.gateway.requests.RequestSettings;
import io.tapedeck.gateway.security.SecuritySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class SettingsTest {

    @Test
    void the_defaults_are_those_of_the_standalone_platform() {
        assertThat(bind("tapedeck.gateway", CatalogueSettings.class, Map.of()))
                .isEqualTo(new CatalogueSettings(URI.create("http://127.0.0.1:8084"), Duration.ofSeconds(5)));
        assertThat(bind("tapedeck.gateway", PlaybackSettings.class, Map.of()))
                .isEqualTo(new PlaybackSettings(Path.of("data/recordings"), Duration.ofHours(24), Duration.ofDays(30)));
        assertThat(bind("tapedeck.gateway", PublicAddress.class, Map.of()).publicUrl())
                .isNull();
        assertThat(bind("tapedeck.gateway.directory", DirectorySettings.class, Map.of())
                        .bootstrapServers())
                .isEqualTo("127.0.0.1:19092");
    }

    @Test
    void a_public_address_stands_in_front_of_links_without_a_second_slash() {
        var address = bind(
                "tapedeck.gateway",
                PublicAddress.class,
                Map.of("tapedeck.gateway.public-url", "https://calls.example/"));

        assertThat(address.base()).isEqualTo("https://calls.example");
    }

    @ParameterizedTest
    @CsvSource({
        "announcements-per-tenant,-1,io.tapedeck.gateway.announcements.AnnouncementSettings",
        "cdr-service,ftp://x,io.tapedeck.gateway.catalogue.CatalogueSettings",
        "cdr-service-timeout,0s,io.tapedeck.gateway.catalogue.CatalogueSettings",
        "link-lifetime,31d,io.tapedeck.gateway.playback.PlaybackSettings",
        "link-lifetime,0s,io.tapedeck.gateway.playback.PlaybackSettings",
        "public-url,calls,io.tapedeck.gateway.recordings.PublicAddress",
        "bulk-limit,17MB,io.tapedeck.gateway.requests.RequestSettings",
        "body-limit,1GB,io.tapedeck.gateway.requests.RequestSettings",
        "idempotency-period,-1s,io.tapedeck.gateway.requests.RequestSettings",
        "password-memory,2h,io.tapedeck.gateway.security.SecuritySettings",
        "attempts-per-minute,0,io.tapedeck.gateway.security.SecuritySettings"
    })
    void nonsense_stops_the_start(String key, String value, Class<?> settings) {
        assertThatThrownBy(() -> bind("tapedeck.gateway", settings, Map.of("tapedeck.gateway." + key, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining("tapedeck.gateway." + key.replace("link-lifetime-maximum", "link-lifetime"));
    }

    @Test
    void secrets_do_not_show_in_a_log() {
        assertThat(new SecuritySettings.FirstAdministrator("hush").toString()).doesNotContain("hush");
        assertThat(new CatalogueSettings.InternalAccess("hush").toString()).doesNotContain("hush");
        assertThat(bind("tapedeck.gateway", RequestSettings.class, Map.of())
                        .bodyLimit()
                        .toKilobytes())
                .isEqualTo(256);
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, Object> changed) {
        var environment = new StandardEnvironment();
        try {
            new YamlPropertySourceLoader()
                    .load("defaults", new ClassPathResource("gateway-api.yaml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
        environment.getPropertySources().addFirst(new MapPropertySource("changed", changed));
        environment.setConversionService(new ApplicationConversionService());
        ConfigurationPropertySources.attach(environment);
        return Binder.get(environment).bindOrCreate(prefix, Bindable.of(type));
    }
}
