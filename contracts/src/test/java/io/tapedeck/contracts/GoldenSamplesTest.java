package io.tapedeck.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.cdrs.CdrEvent;
import io.tapedeck.contracts.deliveries.DeliveryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.recordings.RecordingEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes over Kafka, letter by letter. A change here is a change for every consumer that runs an older version: new
 * fields may be added, nothing may be renamed. {@code -Dtapedeck.samples.write=true} writes the files of new events.
 */
class GoldenSamplesTest {

    private static final Map<String, Class<?>> TOPICS = Map.of(
            "calls", CallEvent.class,
            "captures", CaptureEvent.class,
            "recordings", RecordingEvent.class,
            "cdrs", CdrEvent.class,
            "deliveries", DeliveryEvent.class,
            "directory", DirectoryEvent.class);
    private static final Path FILES = Path.of("src", "test", "resources");

    private final JsonMapper json = JsonMapper.builder().build();

    static Stream<String> files() {
        return Samples.byFile().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void an_event_is_written_as_promised(String file) throws IOException {
        CloudEvent<Object> event = envelope(file);

        String written = json.writerFor(typeOf(file)).withDefaultPrettyPrinter().writeValueAsString(event);

        assertThat(written).isEqualToNormalizingNewlines(golden(file, written));
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_was_promised_can_be_read(String file) throws IOException {
        CloudEvent<Object> read = json.readValue(golden(file, ""), typeOf(file));

        assertThat(read).isEqualTo(envelope(file));
    }

    private static CloudEvent<Object> envelope(String file) {
        return CloudEvent.of(
                Samples.id(99),
                URI.create("/tapedeck/sample/1"),
                Samples.id(1).toString(),
                Samples.NINE,
                Samples.byFile().get(file));
    }

    private JavaType typeOf(String file) {
        return json.getTypeFactory()
                .constructParametricType(CloudEvent.class, TOPICS.get(file.substring(0, file.indexOf('/'))));
    }

    private static String golden(String file, String ifNew) throws IOException {
        Path path = FILES.resolve(file + ".json");
        if (Boolean.getBoolean("tapedeck.samples.write") && !Files.exists(path)) {
            Files.createDirectories(path.getParent());
            Files.write(path, List.of(ifNew.split("\n")), StandardCharsets.UTF_8);
        }
        return Files.readString(path).strip();
    }
}
