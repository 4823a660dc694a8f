package io.tapedeck.capture.control;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Predicate;

/** Which connection last spoke about a call. Bounded: calls that nobody spoke about for longest are forgotten first. */
final class EventFollowers {

    private static final int MOST_CALLS = 20_000;

    private final LinkedHashMap<String, Follower> followers = new LinkedHashMap<>();

    // The monitor guards the map: readers of connections put, the deliverer gets.

    private volatile boolean none = true;

    /** Whether nobody has ever followed a call. Without a lock: the relay asks. */
    boolean areNone() {
        return none;
    }

    synchronized void follow(String callId, NgPeer peer, boolean json) {
        followers.remove(callId);
        followers.put(callId, new Follower(peer, json));
        none = false;
        if (followers.size() > MOST_CALLS) {
            followers.pollFirstEntry();
        }
    }

    synchronized Optional<Follower> of(String callId) {
        return Optional.ofNullable(followers.get(callId));
    }

    synchronized void forget(NgPeer peer) {
        followers.values().removeIf(follower -> follower.peer().equals(peer));
    }

    /** Whether the connection waits for one of these calls. */
    synchronized boolean waits(NgPeer peer, Predicate<String> exists) {
        followers.keySet().removeIf(callId -> !exists.test(callId));
        return followers.values().stream().anyMatch(follower -> follower.peer().equals(peer));
    }

    record Follower(NgPeer peer, boolean json) {}
}
