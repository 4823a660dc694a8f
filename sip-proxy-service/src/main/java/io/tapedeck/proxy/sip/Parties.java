package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.UserId;
import io.tapedeck.proxy.dialog.Side;

/** Who talks, on either side of a session. */
record Parties(Party caller, Party callee) {

    Party at(Side side) {
        return side == Side.CALLER ? caller : callee;
    }

    boolean include(UserId user) {
        return user.equals(caller.userId()) || user.equals(callee.userId());
    }

    Parties with(Side side, Party party) {
        return side == Side.CALLER ? new Parties(party, callee) : new Parties(caller, party);
    }
}
