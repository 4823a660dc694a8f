package io.tapedeck.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.captures.CaptureEvent.CaptureStarted;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class CloudEventTest {

    private static final UUID ANY_ID = UUID.fromString("0199a000-0000-7000-8000-000000000001");

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
            .build();

    @Test
    void the_type_stands_in_the_envelope_and_not_in_the_data() {
        var event = event();

        var tree = json.readTree(
                json.writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {}).writeValueAsString(event));

        assertThat(tree.get("type").stringValue()).isEqualTo("tapedeck.captures.CaptureStarted.v1");
        assertThat(tree.get("data").has("type")).isFalse();
        assertThat(tree.get("data").get("captureId").stringValue()).isEqualTo(ANY_ID.toString());
        assertThat(tree.get("time").stringValue()).isEqualTo("2030-01-07T09:00:00Z");
    }

    @Test
    void what_is_written_is_read_again() {
        var event = event();

        String text =
                json.writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {}).writeValueAsString(event);

        assertThat(json.readValue(text, new TypeReference<CloudEvent<CaptureEvent>>() {}))
                .isEqualTo(event);
    }

    @Test
    void an_event_from_the_future_has_no_data() {
        String text = json.writerFor(new TypeReference<CloudEvent<CaptureEvent>>() {})
                .writeValueAsString(event())
                .replace("CaptureStarted.v1", "CaptureSung.v9");

        assertThat(json.readValue(text, new TypeReference<CloudEvent<CaptureEvent>>() {})
                        .data())
                .isNull();
    }

    private static CloudEvent<CaptureEvent> event() {
        Instant at = Instant.parse("2030-01-07T09:00:00Z");
        return CloudEvent.of(
                ANY_ID,
                URI.create("/tapedeck/recording-capture-service/a"),
                ANY_ID.toString(),
                at,
                new CaptureStarted(new CaptureId(ANY_ID), new SessionId(ANY_ID), "a", at, List.of()));
    }
}
