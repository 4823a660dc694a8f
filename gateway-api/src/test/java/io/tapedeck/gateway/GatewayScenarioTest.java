package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GatewayScenarioTest {

    private final TestGateway gateway = TestGateway.shared();

    @Test
    void a_company_is_set_up_and_its_recording_is_heard() {
        Api admin = gateway.admin();

        String tenant = gateway.newTenant();
        String user = gateway.newUser(tenant);
        String device = gateway.newDevice(user);
        byte[] sound = "RIFF and so on".getBytes(StandardCharsets.US_ASCII);
        var recording = gateway.newRecording(tenant, sound);
        var link = admin.post("/api/v1/recordings/" + recording + "/link", "{}");

        assertThat(admin.get("/api/v1/users/" + user + "/devices/" + device).string("tenantId"))
                .isEqualTo(tenant);
        assertThat(link.status()).as(link.text()).isEqualTo(201);
        assertThat(gateway.anonymous().get(link.string("url")).raw().body()).isEqualTo(sound);
        assertThat(admin.get("/api/v1/recordings/" + recording).string("mediaUrl"))
                .isEqualTo(gateway.address() + "/api/v1/recordings/" + recording + "/media");
    }
}
