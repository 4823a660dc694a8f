package io.tapedeck.proxy.dialog;

import java.util.Comparator;
import java.util.List;

/**
 * The final responses of the branches of one request, as far as they have come, and what they make of it: the choice of
 * RFC 3261, 16.7, steps 5 and 6. A 2xx never gets here, it is forwarded at once.
 *
 * @param branches in the order in which they were tried
 */
public record Fork(List<Branch> branches) {

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int SERVER_INTERNAL_ERROR = 500;

    /** Those that tell the caller how to try again come first, those that say nothing about the callee last. */
    private static final List<Integer> TELLING = List.of(401, 407, 415, 420, 484, 486, 488, 403);

    private static final List<Integer> TELLING_LITTLE = List.of(480, 404, 408, 487);

    public Fork {
        branches = List.copyOf(branches);
    }

    public Verdict decide() {
        boolean declinedByAll = branches.stream().anyMatch(branch -> branch.status() / 100 == 6);
        if (branches.stream().anyMatch(Branch::pending)) {
            return new Wait(declinedByAll);
        }
        return branches.stream()
                .min(Comparator.comparingInt(Fork::rank))
                .<Verdict>map(best -> new Forward(best.id(), spoken(best.status())))
                .orElseGet(() -> new Wait(false));
    }

    private static int rank(Branch branch) {
        int group = branch.status() / 100;
        int order = group == 6 ? 0 : group; // a 6xx speaks for the callee wherever it is
        return order * 1_000 + rankWithin(branch.status());
    }

    private static int rankWithin(int status) {
        if (TELLING.contains(status)) {
            return TELLING.indexOf(status);
        }
        int little = TELLING_LITTLE.indexOf(status);
        return little < 0 && status != SERVICE_UNAVAILABLE ? 100 : 200 + little;
    }

    /** A 503 would make the caller's side avoid this proxy, though only one target was out of order (16.7, step 6). */
    private static int spoken(int status) {
        return status == SERVICE_UNAVAILABLE ? SERVER_INTERNAL_ERROR : status;
    }

    /**
     * @param status the final response; 0 while there is none
     */
    public record Branch(int id, int status) {

        boolean pending() {
            return status == 0;
        }
    }

    /** What to do now. */
    public sealed interface Verdict {}

    /**
     * @param cancelPending a 6xx has come, so the others are to be cancelled
     */
    public record Wait(boolean cancelPending) implements Verdict {}

    /**
     * @param branch whose response goes to the caller
     * @param status with this status
     */
    public record Forward(int branch, int status) implements Verdict {}
}
