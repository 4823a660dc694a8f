package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    private static final TestGateway GATEWAY = TestGateway.shared();

    private static String tenant = "";
    private static String user = "";

    private final Api admin = GATEWAY.admin();

    @BeforeAll
    static void a_user() {
        tenant = GATEWAY.newTenant();
        user = GATEWAY.newUser(tenant);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /tenants            | {}                                                            | /name,/domain
            /tenants            | {'name':'','domain':'a b'}                                    | /name,/domain
            /tenants            | {'name':7,'domain':'a.example'}                               | /name
            /tenants            | {'name':'a','domain':'-a.example'}                            | /domain
            /tenants            | {'name':'a','domain':'1.2.3.400'}                             | /domain
            /tenants            | {'name':'a','domain':'a.example','colour':'red'}              | /colour
            /tenants            | {'name':'a','domain':'a.example','enabled':'yes'}             | /enabled
            /tenants            | {'name':'a','domain':'a.example','recording':{'format':'ogg'}} | /recording/format
            /tenants            | {'name':'a','domain':'a.example','recording':{'layot':'mono'}} | /recording/layot
            /tenants            | {'name':'a','domain':'a.example','recording':{'deliverTo':'ftp://x'}} | /recording/deliverTo
            /tenants/T/users    | {}                                                            | /extension
            /tenants/T/users    | {'extension':1001}                                            | /extension
            /tenants/T/users    | {'extension':'10 01'}                                         | /extension
            /tenants/T/users    | {'extension':'1','numbers':['+49301','x','+49301']}           | /numbers/1,/numbers/2
            /tenants/T/users    | {'extension':'1','numbers':'+49301'}                          | /numbers
            /tenants/T/users    | {'extension':'1','numbers':[null]}                            | /numbers/0
            /users/U/devices    | {'name':'x','username':'a:b','password':'12345'}              | /password,/username
            /users/U/devices    | {'name':'x','username':'ab'}                                  | /password
            /trunks             | {'name':'x','host':'a_b','port':70000,'transport':'tls'}      | /host,/port,/transport
            /trunks             | {'name':'x','host':'h','sources':['1.2.3','1.2.3.4/33','::1','[::1]:5060','1.2.3.4:0']} | /sources/0,/sources/1,/sources/4
            /trunks             | {'name':'x','host':'h','prefixes':['','+49','a']}             | /prefixes/2
            /trunks             | {'name':'x','host':'h','username':'u'}                        | /password
            /trunks             | {'name':'x','host':'h','password':'secret'}                   | /username
            /trunks             | {'name':'x','host':'h','tenantId':'00000000-0000-7000-8000-000000000000'} | /tenantId
            /trunks             | {'name':'x','host':'h','tenantId':'nobody'}                   | /tenantId
            /api-keys           | {}                                                            | /name
            """)
    void every_fault_of_a_body_is_told_with_its_place(String path, String body, String pointers) {
        var reply =
                admin.post("/api/v1" + path.replace("/T/", "/" + tenant + "/").replace("/U/", "/" + user + "/"), body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.string("type")).isEqualTo("urn:tapedeck:problem:invalid");
        assertThat(reply.string("responsible")).isEqualTo("caller");
        assertThat(reply.pointers()).isEqualTo(pointers);
        assertThat(reply.json().get("errors").get(0).get("detail").stringValue())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}x", "{'name':'a','name':'b'}", "nonsense"})
    void what_is_not_json_is_unreadable(String body) {
        assertThat(admin.post("/api/v1/tenants", body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /cdrs?limit=0               | ?limit
            /cdrs?limit=201             | ?limit
            /cdrs?limit=many            | ?limit
            /cdrs?from=yesterday        | ?from
            /cdrs?tenantId=me           | ?tenantId
            /tenants?limit=x            | ?limit
            /tenants?cursor=x           | ?cursor
            /audit?recordingId=x        | ?recordingId
            """)
    void a_query_that_makes_no_sense_is_refused_with_its_parameter(String path, String pointer) {
        var reply = admin.get("/api/v1" + path);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.pointers()).isEqualTo(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/nothing                | application/json | application/json | 404
            GET    | /api/v1/tenants/no-uuid        | application/json | application/json | 404
            PATCH  | /api/v1/tenants                | application/json | application/json | 405
            GET    | /api/v1/tenants                | application/json | image/png        | 406
            POST   | /api/v1/tenants                | text/plain       | application/json | 415
            """)
    void what_the_framework_refuses_is_a_problem_too(
            String method, String path, String contentType, String accept, int status) {
        String body = method.equals("GET") ? null : "{}";

        var reply = admin.send(method, path, body, "Content-Type", contentType, "Accept", accept);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.string("type")).startsWith("urn:tapedeck:problem:");
        assertThat(reply.string("responsible")).isEqualTo("caller");
    }

    @Test
    void a_body_that_is_too_large_is_not_read() {
        var reply = admin.post("/api/v1/tenants", "{'name':'" + "x".repeat(300_000) + "'}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.string("type")).isEqualTo("urn:tapedeck:problem:too-large");
    }

    @Test
    void what_is_taken_is_a_conflict_with_its_place() {
        String domain = TestGateway.unique("taken") + ".example";
        String number = "+4930" + TestGateway.unique("555");
        admin.post("/api/v1/tenants", "{'name':'a','domain':'" + domain + "'}");
        admin.post("/api/v1/tenants/" + tenant + "/users", "{'extension':'taken','numbers':['" + number + "']}");
        admin.post("/api/v1/users/" + user + "/devices", "{'name':'a','username':'taken','password':'secret'}");
        String elsewhere = GATEWAY.newTenant();

        assertThat(conflict("/tenants", "{'name':'b','domain':'" + domain.toUpperCase(java.util.Locale.ROOT) + "'}"))
                .isEqualTo("/domain");
        assertThat(conflict("/tenants/" + tenant + "/users", "{'extension':'taken'}"))
                .isEqualTo("/extension");
        assertThat(conflict(
                        "/tenants/" + elsewhere + "/users", "{'extension':'taken','numbers':['123','" + number + "']}"))
                .isEqualTo("/numbers/1");
        assertThat(conflict("/users/" + user + "/devices", "{'name':'b','username':'taken','password':'secret'}"))
                .isEqualTo("/username");
    }

    private String conflict(String path, String body) {
        var reply = admin.post("/api/v1" + path, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(409);
        return reply.pointers();
    }

    @Test
    void without_a_login_nothing_is_told() {
        Api nobody = GATEWAY.anonymous();

        var reply = nobody.get("/api/v1/recordings/" + UUID.randomUUID() + "/media");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.raw().headers().allValues("WWW-Authenticate")).hasSize(2);
        assertThat(nobody.withKey("tdk_wrong").get("/api/v1/tenants").status()).isEqualTo(401);
        assertThat(nobody.withBasic("admin", "wrong").get("/api/v1/tenants").status())
                .isEqualTo(401);
        assertThat(nobody.withBasic("nobody", TestGateway.PASSWORD)
                        .get("/api/v1/tenants")
                        .status())
                .isEqualTo(401);
    }
}
