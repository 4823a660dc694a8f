package io.tapedeck.gateway.policy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.tenants.Tenants;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST: which recordings a call would get, for whom, and which setting decided. */
@RestController
@Tag(name = "Recording settings")
class ExplainController {

    private final Tenants tenants;
    private final SipProxy proxy;

    ExplainController(Tenants tenants, SipProxy proxy) {
        this.tenants = tenants;
        this.proxy = proxy;
    }

    @PostMapping("/api/v1/policy/explain")
    @Operation(
            summary = "Say which recordings a call would get, for whom, and which setting decided",
            description = "destination.number may be an address that records whoever calls it, as record@example.com.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(mediaType = "application/json", examples = @ExampleObject("""
                    {"tenantId": "0199a000-0000-7000-8000-000000000001",
                     "source": {"network": "offnet", "number": "+4930123456"},
                     "destination": {"network": "onnet", "userId": "0199a000-0000-7000-8000-000000000002"},
                     "media": ["audio"]}"""))))
    JsonNode explain(Caller caller, @RequestBody JsonNode question) {
        requireTenant(caller, question.path("tenantId").asString(""));
        return proxy.explain(question);
    }

    private void requireTenant(Caller caller, String text) {
        try {
            TenantId id = TenantId.of(text);
            caller.visible(tenants.find(id), tenant -> tenant.id(), "tenant", id);
        } catch (IllegalArgumentException noId) {
            throw Refusal.invalid(List.of(new Fault("/tenantId", "Must be the id of a tenant.")));
        }
    }
}
