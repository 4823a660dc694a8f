package io.tapedeck.proxy.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.proxy.routing.Binding;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Flow.Transport;
import io.tapedeck.testkit.leaks.LeakCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(LeakCheck.class)
class BindingFileTest {

    @TempDir
    Path folder;

    @Test
    void the_last_word_on_each_device_outlives_a_restart() throws IOException {
        try (var file = file()) {
            file.replace(device(1), List.of(binding(1, 60), binding(1, 61)));
            file.replace(device(2), List.of(binding(2, 60)));
            file.replace(device(3), List.of(binding(3, 60)));
            file.replace(device(1), List.of(binding(1, 62)));
            file.replace(device(2), List.of());
        }

        try (var file = file()) {
            assertThat(file.load()).containsExactlyInAnyOrder(binding(1, 62), binding(3, 60));
        }
    }

    @Test
    void a_line_torn_at_any_byte_costs_no_other() throws IOException {
        try (var file = file()) {
            file.replace(device(1), List.of(binding(1, 60)));
            file.replace(device(2), List.of(binding(2, 60)));
        }
        byte[] whole = Files.readAllBytes(path());
        for (int length = whole.length / 2 + 1; length < whole.length - 1; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            try (var file = file()) {
                assertThat(file.load()).containsExactly(binding(1, 60));
            }
        }
    }

    @Test
    void the_file_does_not_grow_for_ever() throws IOException {
        try (var file = file()) {
            for (int i = 0; i < 5_000; i++) {
                file.replace(device(1), List.of(binding(1, i)));
            }
        }

        try (var lines = Files.lines(path())) {
            assertThat(lines.count()).isLessThan(1_100);
        }
    }

    @Test
    void the_key_is_made_once_and_is_nobody_elses_business() throws IOException {
        Path file = folder.resolve("proxy.key");

        byte[] first = new KeyFile(file).readOrCreate(new SecureRandom());
        byte[] second = new KeyFile(file).readOrCreate(new SecureRandom());

        assertThat(first).hasSize(32).isEqualTo(second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_key_stops_the_start() throws IOException {
        Path file = folder.resolve("proxy.key");
        Files.writeString(file, "no key");

        assertThatThrownBy(() -> new KeyFile(file).readOrCreate(new SecureRandom()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("proxy.key");
    }

    private BindingFile file() {
        return new BindingFile(path(), JsonMapper.builder().build());
    }

    private Path path() {
        return folder.resolve("bindings.jsonl");
    }

    private static DeviceId device(int number) {
        return new DeviceId(new UUID(0, number));
    }

    private static Binding binding(int device, int second) {
        return new Binding(
                device(device),
                "sip:phone@198.51.100.1:5060;transport=tcp",
                "call-id",
                second,
                Instant.ofEpochSecond(1_893_456_000L + second),
                0.5,
                new Flow(Transport.TCP, new InetSocketAddress("2001:db8::1", 40_000)));
    }
}
