package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller with the key of one tenant, before everything that belongs to another. */
class TenantIsolationTest {

    private static final TestGateway GATEWAY = TestGateway.shared();

    private static String own = "";
    private static String foreign = "";
    private static String user = "";
    private static String device = "";
    private static String trunk = "";
    private static String team = "";
    private static UUID recording = UUID.randomUUID();
    private static UUID call = UUID.randomUUID();
    private static Api caller = GATEWAY.anonymous();

    @BeforeAll
    static void two_tenants() {
        own = GATEWAY.newTenant();
        foreign = GATEWAY.newTenant();
        caller = GATEWAY.keyOf(own);
        user = GATEWAY.newUser(foreign);
        device = GATEWAY.newDevice(user);
        trunk = GATEWAY.newTrunk(foreign);
        team = GATEWAY.admin()
                .post("/api/v1/tenants/" + foreign + "/teams", "{'name':'T'}")
                .string("id");
        recording = GATEWAY.newRecording(foreign, new byte[10]);
        call = UUID.randomUUID();
        GATEWAY.cdrService().addCdr(call, UUID.fromString(foreign), "1001", "1002");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/tenants/TENANT                            |
            PUT    | /api/v1/tenants/TENANT                            | {'name':'x','domain':'x.example'}
            DELETE | /api/v1/tenants/TENANT                            |
            GET    | /api/v1/tenants/TENANT/users                      |
            POST   | /api/v1/tenants/TENANT/users                      | {'extension':'99'}
            GET    | /api/v1/users/USER                                |
            GET    | /api/v1/tenants/TENANT/users/USER                 |
            GET    | /api/v1/tenants/OWN/users/USER                    |
            PUT    | /api/v1/users/USER                                | {'extension':'99'}
            PUT    | /api/v1/tenants/OWN/users/USER                    | {'extension':'99'}
            DELETE | /api/v1/users/USER                                |
            GET    | /api/v1/users/USER/devices                        |
            POST   | /api/v1/users/USER/devices                        | {'name':'x','username':'x','password':'secret'}
            GET    | /api/v1/devices/DEVICE                            |
            GET    | /api/v1/users/USER/devices/DEVICE                 |
            PUT    | /api/v1/devices/DEVICE                            | {'name':'x','username':'x','password':'secret'}
            DELETE | /api/v1/devices/DEVICE                            |
            GET    | /api/v1/tenants/TENANT/recording-settings         |
            PUT    | /api/v1/tenants/TENANT/recording-settings         | {}
            PATCH  | /api/v1/users/USER/recording-settings             | {}
            GET    | /api/v1/devices/DEVICE/recording-settings/history |
            GET    | /api/v1/tenants/TENANT/teams                      |
            POST   | /api/v1/tenants/TENANT/teams                      | {'name':'x'}
            GET    | /api/v1/teams/TEAM                                |
            PUT    | /api/v1/teams/TEAM                                | {'name':'x'}
            DELETE | /api/v1/teams/TEAM                                |
            GET    | /api/v1/teams/TEAM/recording-settings             |
            POST   | /api/v1/policy/explain                            | {'tenantId':'TENANT'}
            GET    | /api/v1/trunks/TRUNK                              |
            PUT    | /api/v1/trunks/TRUNK                              | {'name':'x','host':'x','tenantId':'OWN'}
            DELETE | /api/v1/trunks/TRUNK                              |
            GET    | /api/v1/trunks?tenantId=TENANT                    |
            GET    | /api/v1/cdrs/CALL                                 |
            GET    | /api/v1/cdrs?tenantId=TENANT                      |
            GET    | /api/v1/recordings/RECORDING                      |
            GET    | /api/v1/recordings?tenantId=TENANT                |
            GET    | /api/v1/recordings/RECORDING/media                |
            HEAD   | /api/v1/recordings/RECORDING/media                |
            POST   | /api/v1/recordings/RECORDING/link                 | {}
            GET    | /api/v1/recordings/RECORDING/links                |
            DELETE | /api/v1/recordings/RECORDING/links                |
            GET    | /api/v1/audit?tenantId=TENANT                     |
            """)
    void what_belongs_to_another_tenant_does_not_exist(String method, String path, String body) {
        var reply = caller.send(method, filled(path), body == null ? null : filled(body));

        assertThat(reply.status()).as(reply.text()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /api/v1/tenants               | {'name':'x','domain':'new.example'}
            PUT    | /api/v1/tenants/OWN           | {'name':'x','domain':'new.example'}
            DELETE | /api/v1/tenants/OWN           |
            POST   | /api/v1/trunks                | {'name':'x','host':'x','tenantId':'OWN'}
            POST   | /api/v1/trunks                | {'name':'x','host':'x'}
            GET    | /api/v1/api-keys              |
            POST   | /api/v1/api-keys              | {'name':'x'}
            GET    | /api/v1/directory             |
            POST   | /api/v1/directory/republish   |
            """)
    void what_is_the_platforms_business_is_forbidden(String method, String path, String body) {
        var reply = caller.send(method, filled(path), body == null ? null : filled(body));

        assertThat(reply.status()).as(reply.text()).isEqualTo(403);
        assertThat(reply.string("type")).isEqualTo("urn:tapedeck:problem:forbidden");
    }

    @Test
    void lists_hold_what_is_ones_own_and_nothing_else() {
        String ownTrunk = GATEWAY.newTrunk(own);
        UUID ownRecording = GATEWAY.newRecording(own, new byte[1]);

        assertThat(ids(caller.get("/api/v1/tenants?limit=200"))).isEqualTo(own);
        assertThat(ids(caller.get("/api/v1/trunks?limit=200"))).isEqualTo(ownTrunk);
        assertThat(ids(caller.get("/api/v1/recordings"))).isEqualTo(ownRecording.toString());
        assertThat(GATEWAY.cdrService().lastQuestion()).contains("tenantId=" + own);
        assertThat(caller.get("/api/v1/cdrs").json().get("items")).isEmpty();
    }

    @Test
    void a_shared_call_shows_only_the_recordings_of_ones_own() {
        UUID shared = UUID.randomUUID();
        var cdr = GATEWAY.cdrService().addCdr(shared, UUID.fromString(own), "1001", "1002");
        UUID mine = UUID.randomUUID();
        cdr.withArray("recordings").add(GATEWAY.cdrService().addRecording(mine, UUID.fromString(own), "ready"));
        cdr.withArray("recordings")
                .add(GATEWAY.cdrService().addRecording(UUID.randomUUID(), UUID.fromString(foreign), "ready"));

        var shown = caller.get("/api/v1/cdrs/" + shared).json().get("recordings");

        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("id").stringValue()).isEqualTo(mine.toString());
    }

    @Test
    void ones_own_users_and_devices_can_be_managed() {
        var made = caller.post("/api/v1/tenants/" + own + "/users", "{'extension':'77'}");
        String path = "/api/v1/users/" + made.string("id");

        assertThat(made.status()).isEqualTo(201);
        assertThat(caller.post(path + "/devices", "{'name':'x','username':'own77','password':'secret'}")
                        .status())
                .isEqualTo(201);
        assertThat(caller.delete(path).status()).isEqualTo(204);
    }

    @Test
    void a_key_of_a_deleted_tenant_opens_nothing() {
        String gone = GATEWAY.newTenant();
        Api key = GATEWAY.keyOf(gone);

        GATEWAY.admin().delete("/api/v1/tenants/" + gone);

        assertThat(key.get("/api/v1/tenants").status()).isEqualTo(401);
    }

    private static String ids(Api.Reply reply) {
        var ids = new StringBuilder();
        reply.json().get("items").forEach(item -> ids.append(item.get("id").stringValue()));
        return ids.toString();
    }

    private static String filled(String text) {
        return text.replace("TENANT", foreign)
                .replace("OWN", own)
                .replace("USER", user)
                .replace("DEVICE", device)
                .replace("TRUNK", trunk)
                .replace("TEAM", team)
                .replace("CALL", call.toString())
                .replace("RECORDING", recording.toString());
    }
}
