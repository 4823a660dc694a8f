package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.directory.LegRules;
import io.tapedeck.contracts.directory.RecordingLevel;
import io.tapedeck.contracts.directory.RecordingRule;
import io.tapedeck.contracts.directory.RecordingRules;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one level says. */
record Rung(RecordingLevel level, RecordingRules rules) {

    /**
     * A value and where it stands.
     *
     * @param setting path in the document of the level
     */
    record Found<T>(RecordingLevel level, String setting, T value) {}

    /** The value of the most particular rule that has one: the direction counts more than the network. */
    <T> @Nullable Found<T> find(Leg leg, Network network, Function<RecordingRule, @Nullable T> key) {
        LegRules own = leg == Leg.INBOUND ? rules.inbound() : rules.outbound();
        Found<T> found = find(leg.text(), own, network, key);
        return found != null ? found : find("any", rules.any(), network, key);
    }

    private <T> @Nullable Found<T> find(
            String direction, @Nullable LegRules leg, Network network, Function<RecordingRule, @Nullable T> key) {
        if (leg == null) {
            return null;
        }
        RecordingRule own = network == Network.ONNET ? leg.onnet() : leg.offnet();
        Found<T> found = at(direction + "." + text(network), own, key);
        return found != null ? found : at(direction + ".any", leg.any(), key);
    }

    private <T> @Nullable Found<T> at(
            String setting, @Nullable RecordingRule rule, Function<RecordingRule, @Nullable T> key) {
        T value = rule == null ? null : key.apply(rule);
        return value == null ? null : new Found<>(level, setting, value);
    }

    static String text(Network network) {
        return network.name().toLowerCase(Locale.ROOT);
    }
}
