package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.UnreadableBody;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where settings documents are read and changed, whoever asks: every change is checked the same way. */
@Component
public class RulesDesk {

    private final RulesScopes scopes;
    private final RulesStore store;
    private final JsonMapper json;

    RulesDesk(RulesScopes scopes, RulesStore store, JsonMapper json) {
        this.scopes = scopes;
        this.store = store;
        this.json = json;
    }

    public RulesDocument current(RulesScope scope) {
        return store.find(scope).orElseGet(() -> new RulesDocument(0, scopes.original(scope)));
    }

    /**
     * What comes of rules by a JSON merge patch (RFC 7396).
     *
     * @throws io.tapedeck.gateway.problem.Refusal 422 when it is no settings document any more
     */
    public RecordingRules merged(RecordingRules before, JsonNode patch) {
        try {
            return json.treeToValue(MergePatch.apply(json.valueToTree(before), patch), RecordingRules.class);
        } catch (JacksonException unreadable) {
            throw UnreadableBody.explain(unreadable);
        }
    }

    /**
     * Whether these may stand there.
     *
     * @throws io.tapedeck.gateway.problem.Refusal 422 with every fault, 403 when it is not for this caller to say
     */
    public void check(Caller caller, RulesScope scope, RulesDocument before, RecordingRules rules) {
        boolean codes = rules.featureCodes() != null; // else there is nothing to compare with those above
        RulesCheck.check(scope.level(), rules, codes ? inheritedCodes(scope) : FeatureCodes.DEFAULT);
        boolean seats = !Objects.equals(rules.seats(), before.rules().seats());
        if (scope.level() == RecordingLevel.TENANT && seats) {
            caller.requirePlatform(); // what a tenant has bought is not the tenant's to say
        }
    }

    /**
     * Puts rules in the place of those that are there.
     *
     * @param ifMatch entity tag of the version that is to be replaced; null for whatever is there
     * @throws io.tapedeck.gateway.problem.Refusal 403, 409, 412 or 422
     */
    public RulesDocument change(
            Caller caller, RulesScope scope, RulesDocument before, RecordingRules rules, @Nullable String ifMatch) {
        check(caller, scope, before, rules);
        return store.replace(scope, rules, DocumentTag.version(ifMatch), caller.name());
    }

    /** What the tenant and the platform say; of teams a user may be in several. */
    private FeatureCodes inheritedCodes(RulesScope scope) {
        FeatureCodes codes = FeatureCodes.DEFAULT;
        if (scope.level() != RecordingLevel.PLATFORM) {
            codes = codes(RulesScope.PLATFORM, codes);
        }
        TenantId tenant = scope.tenant();
        if (scope.level() != RecordingLevel.TENANT && tenant != null) {
            codes = codes(new RulesScope(RecordingLevel.TENANT, tenant.value(), tenant), codes);
        }
        return codes;
    }

    private FeatureCodes codes(RulesScope scope, FeatureCodes otherwise) {
        return store.find(scope)
                .map(document -> document.rules().featureCodes())
                .map(codes -> codes.or(otherwise))
                .orElse(otherwise);
    }
}
