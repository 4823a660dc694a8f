package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream.Side;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who the two parties of a call are. The controller's label says which party wrote an SDP; without one the caller is
 * who made the first offer, and any other tag is the callee's. So forks of one INVITE share the caller's port, and the
 * last answer wins. Not thread-safe.
 */
final class CallParties {

    private final Map<Side, CallParty> parties = new EnumMap<>(Side.class);
    private final Set<String> formerTags = new HashSet<>();

    static Side other(Side side) {
        return side == Side.CALLER ? Side.CALLEE : Side.CALLER;
    }

    /** Who wrote it. */
    Side sideOf(MediaProposal proposal) {
        return switch (proposal.label()) {
            case "caller" -> Side.CALLER;
            case "callee" -> Side.CALLEE;
            default -> sideOf(proposal.tag(), proposal.otherTag());
        };
    }

    private Side sideOf(String tag, @Nullable String otherTag) {
        if (parties.isEmpty()) {
            // an INVITE without an offer (RFC 3261, 13.2.1): the callee offers first, and both have their tags by then
            return otherTag == null ? Side.CALLER : Side.CALLEE;
        }
        if (hasTag(Side.CALLER, tag)) {
            return Side.CALLER;
        }
        return hasTag(Side.CALLEE, tag) || parties.containsKey(Side.CALLER) ? Side.CALLEE : Side.CALLER;
    }

    private boolean hasTag(Side side, String tag) {
        CallParty party = parties.get(side);
        return party != null && party.tag().equals(tag);
    }

    void remember(Side side, CallParty party) {
        CallParty before = parties.put(side, party);
        if (before != null && !before.tag().equals(party.tag())) {
            formerTags.add(before.tag());
        }
    }

    @Nullable
    CallParty get(Side side) {
        return parties.get(side);
    }

    boolean complete() {
        return parties.size() == Side.values().length;
    }

    boolean isCurrent(String tag) {
        return parties.values().stream().anyMatch(party -> party.tag().equals(tag));
    }

    /** All that were heard of. */
    Set<String> tags() {
        Set<String> tags = new HashSet<>(formerTags);
        parties.values().forEach(party -> tags.add(party.tag()));
        return tags;
    }

    /** The tag of a fork that lost. */
    boolean isFormer(String tag) {
        return formerTags.contains(tag) && !isCurrent(tag);
    }

    /** What the side said about the line; null when it said nothing. */
    @Nullable
    LineTerms terms(Side side, int index) {
        CallParty party = parties.get(side);
        return party == null || index >= party.lines().size()
                ? null
                : party.lines().get(index);
    }

    /** One side as it stands. */
    record CallParty(String tag, String label, String sdp, List<LineTerms> lines, Instant since) {}
}
