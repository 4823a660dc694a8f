package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way of a call from one user to the next. */
final class Diversions {

    /** More is no plan but a mistake. */
    static final int MOST = 5;

    private Diversions() {}

    static boolean contain(List<Diversion> chain, UserId user) {
        return chain.stream().anyMatch(one -> user.equals(one.by().userId()));
    }

    /** Empty when the call has been with that user before, or on its way for too long. */
    static Optional<List<Diversion>> and(List<Diversion> before, Party by, Diversion.Reason why) {
        UserId user = by.userId();
        if (before.size() >= MOST || user != null && contain(before, user)) {
            return Optional.empty();
        }
        var chain = new ArrayList<>(before);
        chain.add(new Diversion(by, why));
        return Optional.of(chain);
    }
}
