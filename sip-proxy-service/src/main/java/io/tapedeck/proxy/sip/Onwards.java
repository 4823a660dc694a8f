package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.routing.Diversion.Reason;
import io.tapedeck.proxy.routing.Route;
import io.tapedeck.proxy.routing.Router;
import io.tapedeck.proxy.routing.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where a call goes when those who are called now do not take it. Belongs to the mailbox of the call. */
final class Onwards {

    private static final Set<Integer> BUSY = Set.of(486, 600, 603);
    private static final Set<Integer> AWAY = Set.of(404, 408, 410, 480, 500, 502, 503, 504);
    private static final int LOOP_DETECTED = 482;

    private final Router router;
    private final Party caller;

    /** Those who are called now, by their numbers. */
    private final NavigableMap<Integer, Target> called = new TreeMap<>();

    private final Set<Integer> rang = new HashSet<>();

    Onwards(Router router, Party caller) {
        this.router = router;
        this.caller = caller;
    }

    void called(int number, Target target) {
        called.put(number, target);
    }

    void rang(int number) {
        rang.add(number);
    }

    Optional<Duration> patience() {
        return last().flatMap(router::ringsFor);
    }

    /**
     * @param statusCode 0 when they have rung for too long
     */
    Onward next(int statusCode) {
        return last().flatMap(target -> reason(statusCode).flatMap(why -> router.divert(caller, target, why)))
                .map(Onwards::onward)
                .orElse(Onward.NOWHERE);
    }

    /** All that are called at the same time belong to one user, unless a phone has just sent the call elsewhere. */
    private Optional<Target> last() {
        return Optional.ofNullable(called.lastEntry()).map(Map.Entry::getValue);
    }

    private Optional<Reason> reason(int statusCode) {
        if (statusCode == 0) {
            return Optional.of(Reason.NO_ANSWER);
        }
        if (BUSY.contains(statusCode)) {
            return Optional.of(Reason.BUSY);
        }
        if (!AWAY.contains(statusCode)) {
            return Optional.empty();
        }
        boolean answersNot = called.keySet().stream().anyMatch(rang::contains);
        return Optional.of(answersNot ? Reason.NO_ANSWER : Reason.UNAVAILABLE);
    }

    /** A way that leads nowhere leaves the caller with what the phones said, unless it leads back. */
    private static Onward onward(Route route) {
        return switch (route) {
            case Route.Forward(var _, var targets) -> Onward.to(targets);
            case Route.Refused refused ->
                refused.statusCode() == LOOP_DETECTED ? new Onward(List.of(), Refusal.of(refused)) : Onward.NOWHERE;
        };
    }

    /** @return the numbers of those who were called until now; from here on it is others */
    List<Integer> leave() {
        var numbers = new ArrayList<>(called.keySet());
        called.clear();
        return numbers;
    }

    /** @return empty where the directory has nothing to say about it */
    Optional<Onward> deflect(Target by, String number, String host) {
        return router.deflect(caller, by, number, host).map(Onwards::onward);
    }
}
