package io.tapedeck.acceptance;

import io.tapedeck.standalone.demo.TapedeckApi;
import io.tapedeck.standalone.demo.TapedeckApi.ApiRefusal;
import io.tapedeck.testkit.audio.WavFile;
import io.tapedeck.testkit.time.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a test asks of the API about calls and their recordings. */
record Recordings(TapedeckApi api) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    JsonNode readyOf(String session) {
        return Eventually.value(() -> api.readyRecording(session).orElse(null), PATIENCE);
    }

    JsonNode completedCdr(String session) {
        return Eventually.value(
                () -> {
                    JsonNode cdr = cdr(session);
                    return cdr != null && cdr.path("state").asString("").equals("completed") ? cdr : null;
                },
                PATIENCE);
    }

    private @Nullable JsonNode cdr(String session) {
        try {
            return api.get("/api/v1/cdrs/" + session);
        } catch (ApiRefusal refusal) {
            if (String.valueOf(refusal.getMessage()).contains(" was answered 404")) {
                return null; // the news of the call may still be on its way
            }
            throw refusal;
        }
    }

    /** What is recorded is told by the capture node, whose word may come after that of the call's end. */
    void awaitRecordings(String session, int count) {
        Eventually.holds(
                () -> completedCdr(session).path("recordings").size() == count,
                PATIENCE,
                count + " recordings of session " + session);
    }

    /** What was done to the recordings of a session: what, how and with what result. */
    List<String> timeline(String session) {
        return completedCdr(session)
                .path("timeline")
                .valueStream()
                .map(entry -> String.join(
                        " ",
                        entry.path("what").asString(),
                        entry.path("how").asString(),
                        entry.path("result").asString()))
                .toList();
    }

    /** All of them, once so many are ready. */
    List<JsonNode> ready(String session, int count) {
        return Eventually.value(
                () -> {
                    List<JsonNode> ready = completedCdr(session)
                            .path("recordings")
                            .valueStream()
                            .filter(one -> one.path("state").asString().equals("ready"))
                            .toList();
                    return ready.size() == count ? ready : null;
                },
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
