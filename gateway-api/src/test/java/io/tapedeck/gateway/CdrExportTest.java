package io.tapedeck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CdrExportTest {

    private final TestGateway gateway = TestGateway.shared();
    private final UUID tenant = UUID.fromString(gateway.newTenant());

    @Test
    void calls_are_downloaded_as_csv_with_their_recordings() {
        UUID call = UUID.randomUUID();
        UUID recording = UUID.randomUUID();
        var cdr = gateway.cdrService().addCdr(call, tenant, "+4930123456", "1002");
        cdr.put("callerDisplayName", "Miller, \"Joe\"").put("answeredTime", "2030-01-07T09:00:05Z");
        cdr.withArray("recordings").add(gateway.cdrService().addRecording(recording, tenant, "ready"));

        var file = gateway.admin().get("/api/v1/cdrs/export?tenantId=" + tenant);

        assertThat(file.status()).as(file.text()).isEqualTo(200);
        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.header("Content-Disposition")).contains("calls.csv");
        assertThat(file.text())
                .isEqualTo("session_id,tenant_name,direction,caller,caller_display_name,callee,trunk_name,start_time,"
                        + "answered_time,ended_time,duration_seconds,ended_reason,status_code,recordings\r\n"
                        + call
                        + ",,internal,+4930123456,\"Miller, \"\"Joe\"\"\",1002,,2030-01-07T09:00:00Z,"
                        + "2030-01-07T09:00:05Z,,12.5,,0," + recording + "\r\n");
    }

    @Test
    void a_name_that_a_spreadsheet_would_run_is_made_harmless() {
        gateway.cdrService()
                .addCdr(UUID.randomUUID(), tenant, "*44", "1002")
                .put("callerDisplayName", "=HYPERLINK(\"http://evil.example\")");

        var file = gateway.admin().get("/api/v1/cdrs/export?tenantId=" + tenant);

        assertThat(file.text()).contains(",*44,\"'=HYPERLINK(\"\"http://evil.example\"\")\",");
    }

    @Test
    void neither_would_it_be_run_where_semicolons_and_lines_end_a_cell() {
        gateway.cdrService()
                .addCdr(UUID.randomUUID(), tenant, "1001", "1002")
                .put("callerDisplayName", "a;=1+1;\"@x;b-c\n+2");

        var file = gateway.admin().get("/api/v1/cdrs/export?tenantId=" + tenant);

        assertThat(file.text()).contains(",\"a;'=1+1;'\"\"@x;b-c\n'+2\",");
    }

    @Test
    void all_pages_are_in_the_file() {
        UUID call = UUID.randomUUID();
        gateway.cdrService().addCdr(call, tenant, "1001", "1002");

        var file = gateway.admin().get("/api/v1/cdrs/export?party=two-pages&tenantId=" + tenant);

        assertThat(file.text().lines().filter(line -> line.startsWith(call.toString())))
                .hasSize(2);
        assertThat(gateway.cdrService().lastQuestion()).contains("cursor=the+next+%2Bone");
    }

    @Test
    void a_tenant_has_its_own_calls_only_and_nonsense_is_refused_before_the_file_begins() {
        UUID foreign = UUID.randomUUID();
        gateway.cdrService().addCdr(foreign, UUID.fromString(gateway.newTenant()), "1001", "1002");
        Api own = gateway.keyOf(tenant.toString());

        assertThat(own.get("/api/v1/cdrs/export").text()).doesNotContain(foreign.toString());
        assertThat(own.get("/api/v1/cdrs/export?from=yesterday").status()).isEqualTo(400);
    }
}
