package io.tapedeck.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

    @TempDir
    private Path folder;

    @Test
    void help_lists_the_commands() {
        var result = tapedeck(Map.of(), "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).contains("demo", "up", "service", "train", "topics", "bench", "test");
    }

    @Test
    void a_port_in_use_is_named_with_the_way_out() throws IOException {
        try (var squatter = new ServerSocket(8080 + 11_200)) {
            var result =
                    tapedeck(Map.of(), "up", "--data", folder.resolve("data").toString(), "--port-offset", "11200");

            assertThat(squatter.isBound()).isTrue();
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).contains("TCP port 19280", "--port-offset");
        }
    }

    @Test
    void a_folder_without_permission_is_named_with_the_way_out() throws IOException {
        Path file = Files.writeString(folder.resolve("not-a-folder"), "");

        var result = tapedeck(Map.of(), "up", "--data", file.resolve("data").toString(), "--port-offset", "11200");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("no permission", "--data DIR");
    }

    @Test
    void a_missing_jdk_is_named_with_the_way_out() throws IOException, InterruptedException {
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Path copy = Files.copy(Launcher.home().resolve("tapedeck"), bare.resolve("tapedeck"));
        // Looking for a version that does not exist is the same as having none.
        Files.writeString(copy, Files.readString(copy).replace("needed_java=25", "needed_java=999"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));

        var process = new ProcessBuilder(copy.toString(), "demo")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output).contains("no JDK 999 found", "TAPEDECK_JAVA_HOME");
    }

    @Test
    void an_unknown_service_is_answered_with_the_known_ones() {
        var result = tapedeck(Map.of(), "service", "gramophone");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).contains("recording-capture-service", "gateway-api");
    }

    private Launcher.Result tapedeck(Map<String, String> environment, String... arguments) {
        return Launcher.run(folder.resolve("output"), environment, arguments);
    }
}
