package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.routing.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes that nobody has taken.
 *
 * @param targets none when it goes nowhere else
 * @param refusal what its sender is told instead of what the targets said; null for that
 */
record Onward(List<Target> targets, @Nullable Refusal refusal) {

    static final Onward NOWHERE = new Onward(List.of(), null);

    Onward {
        targets = List.copyOf(targets);
    }

    static Onward to(List<Target> targets) {
        return new Onward(targets, null);
    }
}
