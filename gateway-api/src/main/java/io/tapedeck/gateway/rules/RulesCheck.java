package io.tapedeck.gateway.rules;

import static java.util.Objects.requireNonNull;

import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.validation.Checks;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
     * Looks at every part of the document for what is wrong with it.
     *
     * @param codes what is wrong with its feature codes beside those of others
     */
    static List<Fault> faults(RecordingLevel level, RecordingRules rules, List<Fault> codes) {
        var check = new RulesCheck(level, rules);
        check.levels();
        check.contradictions();
        check.leg("/inbound", rules.inbound());
        check.leg("/outbound", rules.outbound());
        check.leg("/any", rules.any());
        new SoundCheck(level, rules, check.checks).check();
        new ControlCheck(rules, codes, check.checks).check();
        new CodecsCheck(rules.codecs(), check.checks).check();
        return check.checks.faults();
    }

    private void levels() {
        if (rules.seats() != null) {
            only("/seats", RecordingLevel.TENANT, RecordingLevel.PLATFORM);
            int _ = checks.range("/seats", rules.seats(), 0, SEATS_MAXIMUM, 0);
        }
        if (rules.externalToExternal() != null) {
            only("/externalToExternal", RecordingLevel.TENANT, RecordingLevel.PLATFORM);
        }
        if (rules.redirected() != null && level == RecordingLevel.DEVICE) {
            checks.fault("/redirected", "Calls are forwarded and transferred for a user, whichever device they have.");
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
        var tooLong = new LinkedHashMap<String, String>();
        cells().forEach(cell -> contradiction(cell, tooLong));
        tooLong.forEach(checks::fault);
    }

    /** Rules that count for calls of one direction and network, by their pointers; the first that says something does. */
    private List<Map<String, RecordingRule>> cells() {
        return List.of(
                cell("/inbound", rules.inbound(), "/onnet", LegRules::onnet),
                cell("/inbound", rules.inbound(), "/offnet", LegRules::offnet),
                cell("/outbound", rules.outbound(), "/onnet", LegRules::onnet),
                cell("/outbound", rules.outbound(), "/offnet", LegRules::offnet));
    }

    private Map<String, RecordingRule> cell(
            String direction,
            @Nullable LegRules leg,
            String network,
            Function<LegRules, @Nullable RecordingRule> particular) {
        var cell = new LinkedHashMap<String, RecordingRule>();
        add(cell, direction + network, leg, particular);
        add(cell, direction + "/any", leg, LegRules::any);
        add(cell, "/any" + network, rules.any(), particular);
        add(cell, "/any/any", rules.any(), LegRules::any);
        return cell;
    }

    private static void add(
            Map<String, RecordingRule> cell,
            String pointer,
            @Nullable LegRules leg,
            Function<LegRules, @Nullable RecordingRule> which) {
        RecordingRule rule = leg == null ? null : which.apply(leg);
        if (rule != null) {
            cell.put(pointer, rule);
        }
    }

    private static void contradiction(Map<String, RecordingRule> cell, Map<String, String> into) {
        String minimum = first(cell, RecordingRule::recordMinSec);
        String limit = first(cell, RecordingRule::timeLimit);
        if (minimum == null || limit == null) {
            return;
        }
        int least = requireNonNull(requireNonNull(cell.get(minimum)).recordMinSec());
        int most = requireNonNull(requireNonNull(cell.get(limit)).timeLimit());
        if (least > most) {
            into.putIfAbsent(
                    minimum + "/recordMinSec", "Is longer than " + limit + "/timeLimit permits such recordings to be.");
        }
    }

    private static @Nullable String first(
            Map<String, RecordingRule> cell, Function<RecordingRule, @Nullable Integer> part) {
        return cell.entrySet().stream()
                .filter(entry -> part.apply(entry.getValue()) != null)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
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
        int _ = checks.range(pointer + "/recordMinSec", rule.recordMinSec(), 0, DAY_SECONDS, 0);
        int _ = checks.range(pointer + "/timeLimit", rule.timeLimit(), 1, DAY_SECONDS, 1);
        if (rule.format() != null && rule.format().isVideo() && Boolean.FALSE.equals(rules.video())) {
            checks.fault(pointer + "/format", "Is one of movies, but video is not to be recorded.");
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
