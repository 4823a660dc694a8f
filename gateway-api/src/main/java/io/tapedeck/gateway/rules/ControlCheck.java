package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.validation.Checks;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the feature codes of a document can be told apart, with those that it does not mention and that hold for it all
 * the same.
 *
 * @param inherited what the levels above say; all four are set
 */
record ControlCheck(RecordingRules rules, FeatureCodes inherited, Checks checks) {

    private static final int HOUR_SECONDS = 3_600;
    private static final String CODE = "[0-9*#A-D]{2,8}";
    private static final String PATH = "/featureCodes/";

    void check() {
        int _ = checks.range("/resumeAfterSeconds", rules.resumeAfterSeconds(), 0, HOUR_SECONDS, 0);
        FeatureCodes own = rules.featureCodes();
        if (own == null) {
            return;
        }
        Map<String, @Nullable String> said = byName(own);
        said.forEach((name, code) -> {
            if (code != null && !code.isEmpty() && !code.matches(CODE)) {
                checks.fault(PATH + name, "Must have 2 to 8 of 0-9, *, #, A-D; empty switches the code off.");
            }
        });
        byName(own.or(inherited)).forEach((name, code) -> conflicts(said, name, String.valueOf(code)));
    }

    /** Every pair is looked at from both of its ends; the fault is that of a code that stands in the document. */
    private void conflicts(Map<String, @Nullable String> said, String name, String code) {
        if (said.get(name) == null || code.isEmpty()) {
            return;
        }
        byName(own().or(inherited)).forEach((other, theirs) -> {
            boolean taken = theirs != null && !theirs.isEmpty() && (theirs.startsWith(code) || code.startsWith(theirs));
            if (!other.equals(name) && taken) {
                checks.fault(PATH + name, "Cannot be told from the code to " + other + ", which is " + theirs + ".");
            }
        });
    }

    private FeatureCodes own() {
        return rules.featureCodes() == null ? inherited : rules.featureCodes();
    }

    private static Map<String, @Nullable String> byName(FeatureCodes codes) {
        var names = new LinkedHashMap<String, @Nullable String>();
        names.put("start", codes.start());
        names.put("stop", codes.stop());
        names.put("pause", codes.pause());
        names.put("resume", codes.resume());
        return names;
    }
}
