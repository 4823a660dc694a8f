package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.validation.Checks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document's feature codes are some.
 *
 * @param conflicts those that cannot be told from another
 */
record ControlCheck(RecordingRules rules, List<Fault> conflicts, Checks checks) {

    private static final int HOUR_SECONDS = 3_600;
    private static final String CODE = "[0-9*#A-D]{2,8}";

    void check() {
        int _ = checks.range("/resumeAfterSeconds", rules.resumeAfterSeconds(), 0, HOUR_SECONDS, 0);
        FeatureCodes codes = rules.featureCodes();
        if (codes != null) {
            code("/featureCodes/start", codes.start());
            code("/featureCodes/stop", codes.stop());
            code("/featureCodes/pause", codes.pause());
            code("/featureCodes/resume", codes.resume());
        }
        conflicts.forEach(conflict -> checks.fault(conflict.pointer(), conflict.detail()));
    }

    private void code(String pointer, @Nullable String code) {
        if (code != null && !code.isEmpty() && !code.matches(CODE)) {
            checks.fault(pointer, "Must have 2 to 8 of 0-9, *, #, A-D; empty switches the code off.");
        }
    }
}
