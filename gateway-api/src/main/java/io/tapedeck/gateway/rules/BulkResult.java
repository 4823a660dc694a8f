package io.tapedeck.gateway.rules;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a bulk change did, or would do. */
@Schema(name = "RecordingSettingsBulkResult")
record BulkResult(boolean dryRun, int matched, int changed, int unchanged, int refused, List<Item> items) {

    /** Each document is changed whole or not at all. */
    enum Outcome {
        @JsonProperty("changed")
        CHANGED,
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("refused")
        REFUSED
    }

    /**
     * One document.
     *
     * @param etag of the document as it stands now
     * @param after what stands there now, or would; null when it was refused
     * @param problem why it was refused; null otherwise
     */
    @Schema(name = "RecordingSettingsBulkItem")
    record Item(
            UUID id,
            String name,
            String number,
            Outcome outcome,
            String etag,
            RecordingRules before,
            @Nullable RecordingRules after,
            @Nullable Problem problem) {

        static Item done(
                BulkTarget target, Outcome outcome, long version, RecordingRules before, RecordingRules after) {
            return new Item(
                    target.id(), target.name(), target.number(), outcome, DocumentTag.of(version), before, after, null);
        }

        static Item refused(BulkTarget target, RulesDocument before, Refusal refusal) {
            var problem = new Problem(refusal.reason().status(), refusal.detail(), refusal.faults());
            return new Item(
                    target.id(),
                    target.name(),
                    target.number(),
                    Outcome.REFUSED,
                    DocumentTag.of(before.version()),
                    before.rules(),
                    null,
                    problem);
        }
    }

    /** As the answer would have been, had only this document been changed. */
    @Schema(name = "RecordingSettingsBulkProblem")
    record Problem(int status, String detail, List<Fault> errors) {}

    static BulkResult of(boolean dryRun, List<Item> items) {
        return new BulkResult(
                dryRun,
                items.size(),
                count(items, Outcome.CHANGED),
                count(items, Outcome.UNCHANGED),
                count(items, Outcome.REFUSED),
                items);
    }

    private static int count(List<Item> items, Outcome outcome) {
        return Math.toIntExact(
                items.stream().filter(item -> item.outcome() == outcome).count());
    }
}
