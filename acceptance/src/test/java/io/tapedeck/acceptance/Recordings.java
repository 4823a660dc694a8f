package io.tapedeck.acceptance;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.time.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a test asks of the API about calls and their recordings. */
record Recordings(TapedeckApi api) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    JsonNode readyOf(String session) {
        return Eventually.value(() -> api.readyRecording(session).orElse(null), PATIENCE);
    }

    JsonNode completedCdr(String session) {
        return Eventually.value(
                () -> api.find(
                                "/api/v1/cdrs?limit=200",
                                node -> node.path("sessionId").asString("").equals(session)
                                        && node.path("state").asString("").equals("completed"))
                        .orElse(null),
                PATIENCE);
    }

    URI link(JsonNode recording) {
        JsonNode link = api.post(
                "/api/v1/recordings/" + recording.path("id").asString() + "/link", Map.of("expiresInSeconds", 600));
        return URI.create(link.path("url").asString());
    }

    WavFile wav(JsonNode recording) {
        return WavFile.read(api.download(link(recording)));
    }
}
