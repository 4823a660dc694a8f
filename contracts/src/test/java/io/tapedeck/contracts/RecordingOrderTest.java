package io.tapedeck.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RecordingOrderTest {

    private static final RecordingOrder MANDATORY = new RecordingOrder(
            new RecordingId(UUID.randomUUID()),
            new TenantId(UUID.randomUUID()),
            null,
            MediaFormat.WAV,
            ChannelLayout.STEREO,
            null);

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void an_order_of_an_older_sender_is_mandatory() {
        String older = """
                {"recordingId": "%s", "tenantId": "%s", "userId": null, "format": "wav", "layout": "stereo",
                 "deliverTo": null}""".formatted(MANDATORY.recordingId(), MANDATORY.tenantId());

        assertThat(json.readValue(older, RecordingOrder.class)).isEqualTo(MANDATORY);
    }

    @Test
    void an_older_reader_finds_nothing_new_in_a_mandatory_order() {
        assertThat(json.writeValueAsString(MANDATORY)).doesNotContain("optional");
    }

    @Test
    void an_optional_order_says_so_and_is_read_again() {
        var optional = new RecordingOrder(
                MANDATORY.recordingId(),
                MANDATORY.tenantId(),
                null,
                MANDATORY.format(),
                MANDATORY.layout(),
                null,
                null,
                null,
                true,
                null,
                null);

        String written = json.writeValueAsString(optional);

        assertThat(written).contains("\"optional\":true");
        assertThat(json.readValue(written, RecordingOrder.class)).isEqualTo(optional);
    }
}
