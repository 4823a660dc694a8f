package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a controller says about a call stays with its capture. */
class MetadataTest {

    @TempDir
    static Path spool;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(spool);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void keys_of_its_own_stand_in_query_and_manifest_beside_the_parties() {
        try (var call = new RelayedPhones(
                node,
                "m1",
                "8 0 101",
                List.of("metadata", "from:100|to:200|Account:4711|note: a:b |no colon|queue:sales"))) {
            call.talk();
            call.ng.ok("start recording", "call-id", "m1", "metadata", "queue:support");

            NgDictionary shown = call.query().dictionary("tapedeck").orElseThrow();
            JsonNode manifest = node.sealedManifest(RelayedPhones.captureOf(call.hangUp()));

            NgDictionary metadata = shown.dictionary("metadata").orElseThrow();
            assertThat(metadata.entries().keySet()).containsExactlyInAnyOrder("account", "note", "queue");
            assertThat(metadata.text("account")).contains("4711");
            assertThat(shown.text("capture")).isPresent();
            assertThat(manifest.at("/capture/metadata").toString())
                    .isEqualTo("{\"account\":\"4711\",\"note\":\"a:b\",\"queue\":\"support\"}");
            assertThat(manifest.at("/capture/caller/number").stringValue()).isEqualTo("100");
        }
    }

    @Test
    void what_is_too_much_is_left_out() {
        String many = IntStream.range(0, 100).mapToObj(i -> "k" + i + ":v").collect(Collectors.joining("|"));
        String metadata = "a".repeat(65) + ":v|long:" + "v".repeat(513) + "|" + many;
        try (var call = new RelayedPhones(node, "m2", "8 0 101", List.of("metadata", metadata))) {
            NgDictionary shown = call.query()
                    .dictionary("tapedeck")
                    .flatMap(own -> own.dictionary("metadata"))
                    .orElseThrow();

            assertThat(shown.entries()).hasSize(32).doesNotContainKey("long").doesNotContainKey("a".repeat(65));
            call.hangUp();
        }
    }
}
