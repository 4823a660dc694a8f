package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.access.Caller;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.validation.Checks;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where settings documents are read and changed, whoever asks: every change is checked the same way. */
@Component
public class RulesDesk {

    /** Others who change the same document again and again must be very quick to win as often. */
    private static final int TRIES = 5;

    private final RulesScopes scopes;
    private final RulesStore store;
    private final DocumentReader reader;
    private final JsonMapper json;

    RulesDesk(RulesScopes scopes, RulesStore store, DocumentReader reader, JsonMapper json) {
        this.scopes = scopes;
        this.store = store;
        this.reader = reader;
        this.json = json;
    }

    public RulesDocument current(RulesScope scope) {
        return store.find(scope).orElseGet(() -> new RulesDocument(0, scopes.original(scope)));
    }

    /**
     * What comes of rules by a JSON merge patch (RFC 7396).
     *
     * @throws io.tapedeck.gateway.problem.Refusal 422 when it is no settings document any more, with every fault
     */
    RecordingRules merged(RulesScope scope, RulesDocument before, JsonNode patch) {
        return read(scope, before, MergePatch.apply(json.valueToTree(before.rules()), patch));
    }

    private RecordingRules read(RulesScope scope, RulesDocument before, JsonNode document) {
        var checks = new Checks();
        RecordingRules rules = reader.read(document, RecordingRules.class, checks);
        if (!checks.faults().isEmpty()) {
            checks.more(RulesCheck.faults(scope.level(), rules, codeConflicts(scope, before, rules)));
        }
        checks.refuseIfAny();
        return rules;
    }

    /**
     * Whether these may stand there.
     *
     * @throws io.tapedeck.gateway.problem.Refusal 422 with every fault, 403 when it is not for this caller to say
     */
    private void check(Caller caller, RulesScope scope, RulesDocument before, RecordingRules rules) {
        var checks = new Checks();
        checks.more(RulesCheck.faults(scope.level(), rules, codeConflicts(scope, before, rules)));
        checks.refuseIfAny();
        boolean seats = !Objects.equals(rules.seats(), before.rules().seats());
        if (scope.level() == RecordingLevel.TENANT && seats) {
            caller.requirePlatform(); // what a tenant has bought is not the tenant's to say
        }
    }

    /**
     * Makes of the rules that are there what they are to become.
     *
     * @param ifMatch entity tag of the version that is to be replaced; null for whatever is there
     * @param edit may refuse; it is asked again when somebody else was faster and any version will do
     * @throws io.tapedeck.gateway.problem.Refusal 403, 409, 412 or 422
     */
    private RulesDocument change(
            Caller caller, RulesScope scope, @Nullable String ifMatch, Function<RulesDocument, RecordingRules> edit) {
        return upon(scope, ifMatch, before -> replace(caller, scope, before, edit.apply(before)));
    }

    /**
     * Puts a document in the place of the one that is there.
     *
     * @param ifMatch entity tag of the version that is to be replaced; null for whatever is there
     * @throws io.tapedeck.gateway.problem.Refusal 400, 403, 409, 412 or 422
     */
    RulesDocument put(Caller caller, RulesScope scope, JsonNode document, @Nullable String ifMatch) {
        return change(caller, scope, ifMatch, before -> read(scope, before, document));
    }

    /**
     * Changes parts by a merge patch (RFC 7396).
     *
     * @param ifMatch entity tag of the version that is to be changed; null for whatever is there
     * @param permitted is given the rules before and after, and throws when that may not be
     * @throws io.tapedeck.gateway.problem.Refusal 400, 403, 409, 412 or 422
     */
    public RulesDocument patch(
            Caller caller,
            RulesScope scope,
            JsonNode patch,
            @Nullable String ifMatch,
            BiConsumer<RecordingRules, RecordingRules> permitted) {
        return change(caller, scope, ifMatch, before -> {
            RecordingRules after = merged(scope, before, patch);
            permitted.accept(before.rules(), after);
            return after;
        });
    }

    /**
     * Hands out the document as it stands, again from a fresh look when what was made of it came too late.
     *
     * @param ifMatch entity tag of the one version that will do; null for any
     * @throws Refusal 412 when another version is there, and whatever the attempt refuses
     */
    <T> T upon(RulesScope scope, @Nullable String ifMatch, Function<RulesDocument, T> attempt) {
        Long wanted = DocumentTag.version(ifMatch);
        for (int tries = 1; ; tries++) {
            RulesDocument before = current(scope);
            if (wanted != null && wanted != before.version()) {
                throw Refusal.of(Reason.STALE, "Somebody has changed this in the meantime.");
            }
            try {
                return attempt.apply(before);
            } catch (Refusal refusal) {
                if (refusal.reason() != Reason.STALE || wanted != null || tries == TRIES) {
                    throw refusal;
                }
            }
        }
    }

    /** What was checked against one version takes the place of that version and of no other. */
    RulesDocument replace(Caller caller, RulesScope scope, RulesDocument before, RecordingRules rules) {
        check(caller, scope, before, rules);
        return store.replace(scope, rules, before.version(), caller.name());
    }

    /**
     * Whether {@link #replace} would refuse them.
     *
     * @param seats how many more of the tenant's seats count as taken
     */
    void rehearse(Caller caller, RulesScope scope, RulesDocument before, RecordingRules rules, int seats) {
        check(caller, scope, before, rules);
        store.rehearse(scope, rules, before.version(), seats);
    }

    /** Others may write until the change itself looks again; but only here are all faults told at once. */
    private List<Fault> codeConflicts(RulesScope scope, RulesDocument before, RecordingRules rules) {
        FeatureCodes then = before.rules().featureCodes();
        FeatureCodes now = rules.featureCodes();
        return Objects.equals(then, now) ? List.of() : CodeConflicts.of(scope, then, now, store.codesAround(scope));
    }
}
