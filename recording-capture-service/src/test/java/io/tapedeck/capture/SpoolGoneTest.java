package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.capture.spool.DiskWatch;
import io.tapedeck.testkit.leaks.LeakCheck;
import io.tapedeck.testkit.time.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The directory of the raw captures goes while calls are recorded, and comes back. */
@ExtendWith(LeakCheck.class)
class SpoolGoneTest {

    /** Looked at often; and however full the disk of this machine is, nobody is told of that here. */
    private static final String[] FULL_IS_FINE = {
        "--tapedeck.capture.disk.every=20ms",
        "--tapedeck.capture.disk.warn=0",
        "--tapedeck.capture.disk.release=0",
        "--tapedeck.capture.disk.refuse=0"
    };

    @TempDir
    Path folder;

    @Test
    void a_spool_that_was_removed_and_made_again_has_the_whole_call() throws Exception {
        Path spool = folder.resolve("spool");
        try (var node = TestNode.start(spool, FULL_IS_FINE);
                var call = new RelayedPhones(node, "c").talk()) {
            awaitManifest(spool);
            remove(spool);
            awaitHealth(node, "\"spoolPresent\":false", "DOWN");
            call.talk();

            Files.createDirectory(spool);
            awaitHealth(node, "\"spoolPresent\":true", "UP");
            String capture = RelayedPhones.captureOf(call.talk().hangUp());
            JsonNode manifest = node.sealedManifest(capture);

            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(6);
            assertThat(manifest.at("/capture/droppedPackets").intValue()).isZero();
            assertThat(node.bean(DiskWatch.class).alarms()).isOne();
            recordsAgain(node);
        }
    }

    @Test
    void a_spool_that_was_moved_away_and_back_goes_on_as_if_nothing_had_been() throws Exception {
        Path spool = folder.resolve("spool");
        try (var node = TestNode.start(spool, FULL_IS_FINE);
                var call = new RelayedPhones(node, "c").talk()) {
            awaitManifest(spool);
            Files.move(spool, folder.resolve("elsewhere"));
            awaitHealth(node, "\"spoolPresent\":false", "DOWN");
            call.talk();

            Files.move(folder.resolve("elsewhere"), spool);
            awaitHealth(node, "\"spoolPresent\":true", "UP");
            String capture = RelayedPhones.captureOf(call.talk().hangUp());
            node.sealedManifest(capture);

            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(6);
            recordsAgain(node);
        }
    }

    private static void recordsAgain(TestNode node) {
        try (var next = new RelayedPhones(node, "next").talk()) {
            String capture = RelayedPhones.captureOf(next.hangUp());
            node.sealedManifest(capture);
            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(2);
        }
    }

    private static void awaitManifest(Path spool) {
        Eventually.holds(
                () -> {
                    try {
                        List<String> captures = TestNode.captures(spool);
                        return captures.size() == 1
                                && Files.exists(
                                        spool.resolve(captures.getFirst()).resolve("media.pcapng"));
                    } catch (IOException _) {
                        return false;
                    }
                },
                Duration.ofSeconds(30),
                "the capture is open");
    }

    /** As {@code rm -rf} does it, again where something has come into being meanwhile: the node is at work in it. */
    private static void remove(Path tree) {
        Eventually.holds(() -> isRemoved(tree), Duration.ofSeconds(30), "nothing is left of the spool");
    }

    private static boolean isRemoved(Path tree) {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException _) {
            // something came or went under our hands
        }
        return Files.notExists(tree);
    }

    private static void awaitHealth(TestNode node, String detail, String status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.httpPort() + "/actuator/health"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Eventually.passes(
                    () -> assertThat(http.send(request, BodyHandlers.ofString()).body())
                            .contains(detail)
                            .contains("\"status\":\"" + status + "\""),
                    Duration.ofSeconds(30));
        }
    }
}
