package io.tapedeck.gateway.selfcare;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.rules.DocumentTag;
import io.tapedeck.gateway.tenants.Tenants;
import io.tapedeck.gateway.validation.Checks;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** REST: what the users of a tenant may change who have no access role. */
@RestController
@RequestMapping("/api/v1/tenants/{tenantId}/self-care")
@Tag(name = "Self-care", description = "What users may change themselves, and how they log in")
class SelfCareController {

    private final Tenants tenants;
    private final EditableStore store;

    SelfCareController(Tenants tenants, EditableStore store) {
        this.tenants = tenants;
        this.store = store;
    }

    @Schema(name = "SelfCareRequest")
    record Body(
            @Schema(
                    description =
                            "JSON pointers into a user's settings document, or /forwarding; each with all that is below it",
                    example = "[\"/announcement\", \"/inbound/offnet/enabled\"]")
            @Nullable
            List<@Nullable String> editable) {

        /**
         * @throws io.tapedeck.gateway.problem.Refusal 422 for what is no option
         */
        List<String> checked() {
            var checks = new Checks();
            List<@Nullable String> said = editable == null ? List.of() : editable;
            var known = new TreeSet<String>();
            for (int i = 0; i < said.size(); i++) {
                String pointer = said.get(i);
                if (pointer == null || !Options.ALL.contains(pointer)) {
                    checks.fault("/editable/" + i, "Is no option that users could change.");
                } else {
                    known.add(pointer);
                }
            }
            checks.refuseIfAny();
            return List.copyOf(known);
        }
    }

    /**
     * @param possible all that can be given
     */
    @Schema(name = "SelfCare")
    record View(List<String> editable, Set<String> possible) {}

    @GetMapping
    @Operation(summary = "Show what users without an access role may change; its version stands in the ETag")
    ResponseEntity<View> show(Caller caller, @PathVariable TenantId tenantId) {
        tenants.require(caller, tenantId);
        return answer(store.find(tenantId));
    }

    @PutMapping
    @Operation(summary = "Say what users without an access role may change; in force at once")
    ResponseEntity<View> replace(
            Caller caller,
            @PathVariable TenantId tenantId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body body) {
        tenants.require(caller, tenantId);
        List<String> editable = body.checked();
        return answer(store.replace(
                tenantId, EditableStore.EVERYBODY, editable, DocumentTag.version(ifMatch), caller.name()));
    }

    private static ResponseEntity<View> answer(Editable stored) {
        return ResponseEntity.ok()
                .eTag(DocumentTag.of(stored.version()))
                .body(new View(stored.editable(), Options.ALL));
    }
}
