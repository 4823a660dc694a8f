package io.tapedeck.proxy.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.contracts.directory.DirectoryEvent.Tenant;
import io.tapedeck.contracts.directory.RecordingSettings;
import io.tapedeck.proxy.routing.HashTrie;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class CopySaverTest {

    private static final int MANY = 3_500;

    @TempDir
    Path folder;

    private final DirectoryJson json = new DirectoryJson(JsonMapper.builder().build());

    @Test
    void a_large_directory_is_saved_in_portions_with_a_rest_behind_each() throws Exception {
        var copy = new DirectoryCopy(folder.resolve("directory.jsonl"), json);
        List<Integer> rests = new ArrayList<>();

        copy.save(directory().values(), Instant.EPOCH, () -> rests.add(rests.size()));

        assertThat(rests).hasSize(3);
        assertThat(copy.load()).hasSize(MANY);
    }

    @Test
    void a_copy_that_is_being_written_is_finished_when_the_proxy_stops() {
        var copy = new DirectoryCopy(folder.resolve("directory.jsonl"), json);
        var saver = new CopySaver(copy, Clock.systemUTC(), new SimpleMeterRegistry());

        saver.offer(directory());
        saver.close();

        assertThat(copy.load()).hasSize(MANY);
    }

    private static HashTrie<String, DirectoryEvent> directory() {
        HashTrie<String, DirectoryEvent> all = HashTrie.empty();
        for (int i = 0; i < MANY; i++) {
            var id = new TenantId(new UUID(7, i));
            all = all.with(
                    id.toString(),
                    new Tenant(id, "Tenant " + i, "t" + i + ".example", true, RecordingSettings.DEFAULT));
        }
        return all;
    }
}
