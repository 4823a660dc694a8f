package io.tapedeck.gateway.forwarding;

import io.tapedeck.contracts.UserId;
import io.tapedeck.contracts.directory.DirectoryEvent.User;
import io.tapedeck.contracts.directory.ForwardingRules;
import io.tapedeck.contracts.directory.ForwardingRules.Destination;
import io.tapedeck.gateway.validation.Checks;
import io.tapedeck.gateway.validation.TextRule;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Forwarding as it is sent; what is wrong with it is told place by place. */
record ForwardingBody(
        @Nullable Place always,
        @Nullable Place busy,
        @Nullable Place noAnswer,
        @Nullable Place unavailable) {

    private static final int SHORTEST_RING_SECONDS = 5;
    private static final int LONGEST_RING_SECONDS = 120;

    /**
     * Where to.
     *
     * @param userId of the same tenant
     * @param number as the user would dial it
     * @param afterSeconds for {@code noAnswer} only
     */
    record Place(
            @Nullable UserId userId,
            @Nullable String number,
            @Nullable Integer afterSeconds) {}

    /**
     * @param of whose calls are forwarded
     * @param users finds others
     * @param read what of it could not be read
     * @throws io.tapedeck.gateway.problem.Refusal 422 with every fault
     */
    ForwardingRules toRules(User of, Function<UserId, Optional<User>> users, Checks read) {
        var checks = new Checks();
        var rules = new ForwardingRules(
                place("/always", always, of, users, checks),
                place("/busy", busy, of, users, checks),
                place("/noAnswer", noAnswer, of, users, checks),
                place("/unavailable", unavailable, of, users, checks));
        read.more(checks.faults());
        read.refuseIfAny();
        return rules;
    }

    private static @Nullable Destination place(
            String pointer, @Nullable Place place, User of, Function<UserId, Optional<User>> users, Checks checks) {
        if (place == null) {
            return null;
        }
        after(pointer, place.afterSeconds(), checks);
        UserId user = place.userId();
        if ((user == null) == (place.number() == null)) {
            checks.fault(pointer, "Must have either userId or number.");
            return null;
        }
        if (user == null) {
            String number = checks.required(pointer + "/number", place.number(), TextRule.EXTENSION);
            if (number.equals(of.extension()) || of.numbers().contains(number)) {
                checks.fault(pointer + "/number", "Leads back to the user whose calls are forwarded.");
            }
            return new Destination(null, number, place.afterSeconds());
        }
        boolean colleague = users.apply(user)
                .filter(found -> found.tenantId().equals(of.tenantId()))
                .isPresent();
        if (!colleague || user.equals(of.id())) {
            checks.fault(pointer + "/userId", "Must be another user of the same tenant.");
        }
        return new Destination(user, null, place.afterSeconds());
    }

    private static void after(String pointer, @Nullable Integer seconds, Checks checks) {
        if (seconds == null) {
            return;
        }
        if (!pointer.equals("/noAnswer")) {
            checks.fault(pointer + "/afterSeconds", "Is for noAnswer only.");
        }
        int _ = checks.range(pointer + "/afterSeconds", seconds, SHORTEST_RING_SECONDS, LONGEST_RING_SECONDS, 0);
    }
}
