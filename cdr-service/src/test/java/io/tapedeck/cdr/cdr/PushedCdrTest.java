package io.tapedeck.cdr.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.cdr.SampleCall;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PushedCdrTest {

    private final JsonMapper json = JsonMapper.builder().build();

    private final SampleCall call = new SampleCall(
            new SessionId(id(1)),
            new TenantId(id(2)),
            new CaptureId(id(3)),
            new RecordingId(id(4)),
            SampleCall.MORNING);

    @Test
    void a_completed_cdr_is_pushed_with_exactly_these_fields() {
        Dossier dossier = Dossier.empty(call.session()).after(call.ended()).after(call.ready());

        var pushed = json.readTree(json.writeValueAsString(PushedCdr.of(dossier).orElseThrow()));

        assertThat(pushed).isEqualTo(json.readTree("""
                {
                  "event_type": "call_cdr",
                  "tenant_id": "00000000-0000-0000-0000-000000000002",
                  "tenant_name": "Acme",
                  "session_id": "00000000-0000-0000-0000-000000000001",
                  "call_id": "call-id@192.0.2.1",
                  "caller": "1001",
                  "caller_display_name": "Ada",
                  "caller_domain": "acme.example",
                  "callee": "1002",
                  "callee_domain": "acme.example",
                  "did_cid": "",
                  "outbound_caller_id": "",
                  "direction": "internal",
                  "trunk_name": "",
                  "start_time": 1894006800,
                  "ring_time": 1894006801,
                  "answered_time": 1894006803,
                  "ended_time": 1894006863,
                  "ended_reason": "caller_disconnect",
                  "status_code": 0,
                  "user_data": "",
                  "call_targets": [
                    {
                      "id": 1,
                      "call_type": "normal_call",
                      "caller": "1001",
                      "callee": "1002",
                      "destination": "sip:1002@192.0.2.7:5060",
                      "trunk_name": "",
                      "start_time": 1894006800,
                      "ring_time": 1894006801,
                      "answered_time": 1894006803,
                      "ended_time": 1894006863,
                      "end_reason": "caller_disconnect",
                      "status_code": 0,
                      "outbound_caller_id": ""
                    }
                  ],
                  "recordings": [
                    {
                      "id": "00000000-0000-0000-0000-000000000004",
                      "state": "ready",
                      "format": "wav",
                      "duration_ms": 60000
                    }
                  ]
                }
                """));
    }

    @Test
    void nobody_answered_is_a_zero() {
        Dossier dossier = Dossier.empty(call.session()).after(call.cancelled());

        assertThat(PushedCdr.of(dossier))
                .hasValueSatisfying(cdr -> assertThat(cdr.answeredTime()).isZero());
    }

    @Test
    void a_call_that_goes_on_is_not_pushed() {
        assertThat(PushedCdr.of(Dossier.empty(call.session()).after(call.answered())))
                .isEmpty();
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }
}
