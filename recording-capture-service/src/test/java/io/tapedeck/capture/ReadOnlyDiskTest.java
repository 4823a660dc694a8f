package io.tapedeck.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.capture.spool.SpoolCounters;
import io.tapedeck.testkit.time.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A real file system that turns read-only: a tmpfs in a mount namespace of its own, seen once writable and once not. The
 * spool is a link, which is pointed to the one or the other. Needs the right to mount; without it nothing is tested here.
 */
class ReadOnlyDiskTest {

    @TempDir
    Path folder;

    private Process namespace;
    private Path spool;

    @BeforeEach
    void mount() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        String script = "cd '" + disk + "' && mount -t tmpfs -o size=16m tmpfs . && cd '" + disk + "'"
                + " && mkdir rw rw/spool ro && mount --bind rw ro && mount -o remount,bind,ro ro && echo mounted"
                + " && cat"; // until standard input is closed, and with it the namespace goes
        try {
            namespace = new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException _) {
            assumeTrue(false, "there is no unshare");
        }
        BufferedReader said = namespace.inputReader();
        assumeTrue("mounted".equals(said.readLine()), "this process may not mount");
        spool = folder.resolve("spool");
        turn("rw");
    }

    @AfterEach
    void unmount() throws Exception {
        if (namespace != null) {
            namespace.getOutputStream().close();
            assertThat(namespace.onExit().get()).isNotNull();
        }
    }

    @Test
    void calls_that_begin_while_the_disk_is_read_only_are_whole_when_it_is_writable_again() throws Exception {
        try (var node = TestNode.start(spool, "--tapedeck.capture.disk.every=20ms");
                var before = new RelayedPhones(node, "before").talk()) {
            turn("ro");
            awaitHealth(node, "\"spoolWritable\":false", "DOWN");
            try (var call = new RelayedPhones(node, "c").talk()) {
                Eventually.holds(
                        () -> node.bean(SpoolCounters.class).failures() > 0,
                        Duration.ofSeconds(30),
                        "the manifest is refused");
                call.talk();

                turn("rw");
                awaitHealth(node, "\"spoolWritable\":true", "UP");
                String capture = RelayedPhones.captureOf(call.talk().hangUp());
                JsonNode manifest = node.sealedManifest(capture);

                assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(6);
                assertThat(manifest.at("/capture/droppedPackets").intValue()).isZero();
            }
            String capture = RelayedPhones.captureOf(before.talk().hangUp());
            node.sealedManifest(capture);
            assertThat(RawCapture.read(node.media(capture)).packets()).hasSize(4);
        }
    }

    /** The namespace's mounts are reached through its process. */
    private void turn(String how) throws IOException {
        Path target = Path.of("/proc/" + namespace.pid() + "/root" + folder.resolve("disk/" + how + "/spool"));
        Path fresh = Files.createSymbolicLink(folder.resolve("fresh"), target);
        Files.move(fresh, spool, StandardCopyOption.ATOMIC_MOVE);
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
