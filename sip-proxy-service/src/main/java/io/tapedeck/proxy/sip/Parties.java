package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.dialog.Side;

/** Who talks, on either side of a session. */
record Parties(Party caller, Party callee) {

    Party at(Side side) {
        return side == Side.CALLER ? caller : callee;
    }

    Parties with(Side side, Party party) {
        return side == Side.CALLER ? new Parties(party, callee) : new Parties(caller, party);
    }
}
