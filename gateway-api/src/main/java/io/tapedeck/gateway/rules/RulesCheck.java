package io.tapedeck.gateway.rules;

import io.tapedeck.contracts.directory.FeatureCodes;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.validation.Checks;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a settings document makes sense at its level. */
final class RulesCheck {

    private static final int SEATS_MAXIMUM = 1_000_000;
    private static final int DAY_SECONDS = 86_400;

    /** Those that all formats can have, but for AMR, which has 8 kHz. */
    private static final List<Integer> SAMPLE_RATES = List.of(8_000, 16_000, 24_000, 48_000);

    private final RecordingLevel level;
    private final RecordingRules rules;
    private final Checks checks = new Checks();

    private RulesCheck(RecordingLevel level, RecordingRules rules) {
        this.level = level;
        this.rules = rules;
    }

    /**
     * Looks at every part of the document.
     *
     * @param inherited the feature codes that hold where the document has none
     * @throws io.tapedeck.gateway.problem.Refusal 422 with every fault
     */
    static void check(RecordingLevel level, RecordingRules rules, FeatureCodes inherited) {
        var check = new RulesCheck(level, rules);
        check.levels();
        check.contradictions();
        check.leg("/inbound", rules.inbound());
        check.leg("/outbound", rules.outbound());
        check.leg("/any", rules.any());
        new SoundCheck(level, rules, check.checks).check();
        new ControlCheck(rules, inherited, check.checks).check();
        new CodecsCheck(rules.codecs(), check.checks).check();
        check.checks.refuseIfAny();
    }

    private void levels() {
        if (rules.seats() != null) {
            only("/seats", RecordingLevel.TENANT, RecordingLevel.PLATFORM);
            int _ = checks.range("/seats", rules.seats(), 0, SEATS_MAXIMUM, 0);
        }
        if (rules.externalToExternal() != null) {
            only("/externalToExternal", RecordingLevel.TENANT, RecordingLevel.PLATFORM);
        }
        if (rules.seat() != null) {
            only("/seat", RecordingLevel.USER);
        }
    }

    private void only(String pointer, RecordingLevel... levels) {
        if (!List.of(levels).contains(level)) {
            checks.fault(pointer, "Is no setting of this level.");
        }
    }

    private void contradictions() {
        if (Boolean.FALSE.equals(rules.audio()) && Boolean.FALSE.equals(rules.video()) && enables()) {
            checks.fault("/audio", "Recording is switched on, but neither audio nor video is to be recorded.");
        }
    }

    private boolean enables() {
        return enables(rules.inbound()) || enables(rules.outbound()) || enables(rules.any());
    }

    private static boolean enables(@Nullable LegRules leg) {
        return leg != null && (enables(leg.onnet()) || enables(leg.offnet()) || enables(leg.any()));
    }

    private static boolean enables(@Nullable RecordingRule rule) {
        return rule != null && Boolean.TRUE.equals(rule.enabled());
    }

    private void leg(String pointer, @Nullable LegRules leg) {
        if (leg != null) {
            rule(pointer + "/onnet", leg.onnet());
            rule(pointer + "/offnet", leg.offnet());
            rule(pointer + "/any", leg.any());
        }
    }

    private void rule(String pointer, @Nullable RecordingRule rule) {
        if (rule == null) {
            return;
        }
        URI url = rule.url();
        if (url != null && !isPlainWebAddress(url)) {
            checks.fault(pointer + "/url", "Must be an http or https address without query and fragment.");
        }
        int minimum = checks.range(pointer + "/recordMinSec", rule.recordMinSec(), 0, DAY_SECONDS, 0);
        int limit = checks.range(pointer + "/timeLimit", rule.timeLimit(), 1, DAY_SECONDS, DAY_SECONDS);
        if (minimum > limit) {
            checks.fault(pointer + "/recordMinSec", "Is longer than timeLimit permits any recording to be.");
        }
        if (rule.recordSampleRate() != null && !SAMPLE_RATES.contains(rule.recordSampleRate())) {
            checks.fault(pointer + "/recordSampleRate", "Must be one of " + SAMPLE_RATES + ".");
        }
    }

    static boolean isPlainWebAddress(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        return web && url.getHost() != null && url.getQuery() == null && url.getFragment() == null;
    }
}
