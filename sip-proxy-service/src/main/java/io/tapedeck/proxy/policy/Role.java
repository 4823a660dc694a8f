package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.Party.Network;

/** What a user has to do with a call. */
enum Role {
    CALLING(Leg.OUTBOUND),
    CALLED(Leg.INBOUND),
    /** The call came to the user, who sent it elsewhere. */
    REDIRECTING(Leg.INBOUND);

    private final Leg leg;

    Role(Leg leg) {
        this.leg = leg;
    }

    Leg leg() {
        return leg;
    }

    /** Where the other side of the user's call is. */
    Network otherSide(Occasion occasion) {
        return this == CALLING
                ? occasion.destination().network()
                : occasion.source().network();
    }
}
