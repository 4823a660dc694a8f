package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.testkit.leaks.LeakCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakCheck.class)
class LifecycleTest {

    @Test
    void a_gateway_that_was_stopped_leaves_nothing_behind_and_knows_everything_again(@TempDir Path directory) {
        try (var gateway = TestGateway.start(directory)) {
            String tenant = gateway.newTenant();
            var recording = gateway.newRecording(tenant, new byte[] {1, 2, 3});
            String link = gateway.admin()
                    .post("/api/v1/recordings/" + recording + "/link", "{}")
                    .string("url");
            String path = link.substring(link.indexOf("/play/"));

            gateway.restart();

            assertThat(gateway.admin().get("/api/v1/tenants/" + tenant).status())
                    .isEqualTo(200);
            assertThat(gateway.anonymous().get(path).raw().body()).containsExactly(1, 2, 3);
        }
    }
}
