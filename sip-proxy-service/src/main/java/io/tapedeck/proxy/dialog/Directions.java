package io.tapedeck.proxy.dialog;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.calls.Direction;

/** The direction of a session as its people see it, whoever takes part in it. */
public final class Directions {

    private Directions() {}

    /**
     * What begins outside and is led outside again is neither in nor out; what begins inside is out as soon as somebody
     * outside takes part.
     *
     * @param before until these two talk
     */
    public static Direction after(Direction before, Party one, Party other) {
        boolean reachesOutside = isOutside(one) || isOutside(other);
        return switch (before) {
            case IN -> isOutside(one) && isOutside(other) ? Direction.IN2OUT : Direction.IN;
            case INTERNAL -> reachesOutside ? Direction.OUT : Direction.INTERNAL;
            case OUT, IN2OUT -> before;
        };
    }

    private static boolean isOutside(Party party) {
        return party.network() == Party.Network.OFFNET;
    }
}
