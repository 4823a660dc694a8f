package io.tapedeck.cdr.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.calls.CallEvent;
import io.tapedeck.contracts.captures.CaptureEvent;
import io.tapedeck.contracts.cdrs.CdrEvent;
import io.tapedeck.contracts.recordings.RecordingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden samples of the contracts: what the others say, letter by letter, becomes what we say, letter by letter. */
class GoldenSamplesTest {

    private static final Path SAMPLES = Path.of("../contracts/src/test/resources");

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void the_samples_of_a_call_and_its_recording_become_the_sample_of_the_pushed_cdr() {
        CallEvent ended = read("calls/CallEnded.json", new TypeReference<CloudEvent<CallEvent>>() {});
        CaptureEvent sealed = read("captures/CaptureSealed.json", new TypeReference<CloudEvent<CaptureEvent>>() {});
        RecordingEvent ready =
                read("recordings/RecordingReady.json", new TypeReference<CloudEvent<RecordingEvent>>() {});

        Dossier call = Dossier.empty(ended.call().sessionId()).after(ended).after(sealed);
        Dossier recorded = call.after(ready);

        assertThat(written(new Revision(Dossier.empty(call.sessionId()), recorded)))
                .isEqualTo(sample("cdrs/CdrUpdated.json").get("data"));
    }

    private JsonNode written(Revision revision) {
        CdrEvent news = revision.news().orElseThrow();
        return json.readTree(json.writeValueAsString(news));
    }

    private <E> E read(String sample, TypeReference<CloudEvent<E>> type) {
        CloudEvent<E> envelope = json.readValue(text(sample), type);
        return Objects.requireNonNull(envelope.data());
    }

    private JsonNode sample(String name) {
        return json.readTree(text(name));
    }

    private static String text(String sample) {
        try {
            return Files.readString(SAMPLES.resolve(sample));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
