package io.tapedeck.gateway.validation;

import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with one request body. Each check gives back a usable value even when it failed, so that the
 * other fields are looked at as well; {@link #refuseIfAny()} comes before the values are used.
 */
public final class Checks {

    private final List<Fault> faults = new ArrayList<>();

    /** Notes a fault. */
    public void fault(String pointer, String detail) {
        faults.add(new Fault(pointer, detail));
    }

    /**
     * Notes what was found by others who could not see everything: what they have against a place, what is in it and what
     * it is in, where something is known to be wrong already, is no news.
     */
    public void more(List<Fault> others) {
        List<Fault> known = List.copyOf(faults);
        others.stream()
                .filter(other -> known.stream().noneMatch(fault -> touch(fault.pointer(), other.pointer())))
                .forEach(faults::add);
    }

    private static boolean touch(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** A text that must be there and keep to its rule. */
    public String required(String pointer, @Nullable String text, TextRule rule) {
        if (text == null) {
            fault(pointer, "Must be given.");
            return "";
        }
        return checked(pointer, text, rule);
    }

    /** A text that may be missing. */
    public @Nullable String optional(String pointer, @Nullable String text, TextRule rule) {
        return text == null ? null : checked(pointer, text, rule);
    }

    /** A list of different texts, each of which keeps to the rule; missing means empty. */
    public List<String> list(String pointer, @Nullable List<@Nullable String> texts, TextRule rule, int maximum) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > maximum) {
            fault(pointer, "Must have at most " + maximum + " entries.");
            return List.of();
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            String at = pointer + "/" + i;
            String text = required(at, texts.get(i), rule);
            if (!seen.add(text) && !text.isEmpty()) {
                fault(at, "Stands here twice.");
            }
        }
        return texts.stream()
                .filter(Objects::nonNull)
                .map(rule::normalise)
                .distinct()
                .toList();
    }

    public int range(String pointer, @Nullable Integer number, int from, int to, int missing) {
        if (number == null) {
            return missing;
        }
        if (number < from || number > to) {
            fault(pointer, "Must be from " + from + " to " + to + ".");
        }
        return number;
    }

    /**
     * Ends the checking.
     *
     * @throws Refusal 422 with every fault that was found
     */
    public void refuseIfAny() {
        if (!faults.isEmpty()) {
            throw Refusal.invalid(faults);
        }
    }

    private String checked(String pointer, String text, TextRule rule) {
        String normal = rule.normalise(text);
        if (!rule.admits(normal)) {
            fault(pointer, rule.explanation());
        }
        return normal;
    }
}
