package io.tapedeck.capture.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockPropertySource;
import org.springframework.util.unit.DataSize;

class PromptSettingsTest {

    private static final String PREFIX = "tapedeck.capture.prompts";

    private final MockPropertySource given = new MockPropertySource();

    @Test
    void the_defaults_are_those_of_the_file() throws IOException {
        assertThat(bound())
                .isEqualTo(new PromptSettings(
                        Path.of("data/prompts"),
                        DataSize.ofMegabytes(16),
                        Duration.ofMinutes(10),
                        "",
                        Duration.ofSeconds(30),
                        2,
                        DataSize.ofMegabytes(32),
                        DataSize.ofMegabytes(32)));
    }

    @Test
    void every_one_can_be_set() throws IOException {
        given.setProperty(PREFIX + ".directory", "/srv/prompts");
        given.setProperty(PREFIX + ".largest", "1MB");
        given.setProperty(PREFIX + ".longest", "30s");
        given.setProperty(PREFIX + ".ffmpeg", "/opt/ffmpeg/ffmpeg");
        given.setProperty(PREFIX + ".encode-within", "2s");
        given.setProperty(PREFIX + ".encoders", "4");
        given.setProperty(PREFIX + ".cache", "0B");
        given.setProperty(PREFIX + ".shelf", "1MB");

        assertThat(bound())
                .isEqualTo(new PromptSettings(
                        Path.of("/srv/prompts"),
                        DataSize.ofMegabytes(1),
                        Duration.ofSeconds(30),
                        "/opt/ffmpeg/ffmpeg",
                        Duration.ofSeconds(2),
                        4,
                        DataSize.ofBytes(0),
                        DataSize.ofMegabytes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "largest,0B",
        "largest,257MB",
        "longest,0s",
        "longest,2h",
        "encode-within,10ms",
        "encode-within,6m",
        "encoders,0",
        "encoders,65",
        "cache,-1B",
        "cache,5GB",
        "shelf,-1B",
        "shelf,5GB",
        "longest,forever"
    })
    void nonsense_is_refused(String key, String value) {
        given.setProperty(PREFIX + "." + key, value);

        assertThatThrownBy(this::bound).rootCause().hasMessageContaining(value.equals("forever") ? "forever" : key);
    }

    private PromptSettings bound() throws IOException {
        var environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("defaults", new ClassPathResource("recording-capture-service.yaml"))
                .forEach(environment.getPropertySources()::addFirst);
        environment.getPropertySources().addFirst(given);
        environment.setConversionService(
                (ApplicationConversionService) ApplicationConversionService.getSharedInstance());
        return Binder.get(environment).bindOrCreate(PREFIX, PromptSettings.class);
    }
}
