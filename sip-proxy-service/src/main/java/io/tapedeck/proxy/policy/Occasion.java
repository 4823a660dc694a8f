package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.DeviceId;
import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.Party.Network;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.contracts.UserId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the policy is asked: a call, planned or real.
 *
 * @param tenant whose call it is
 * @param redirectedBy the users who have forwarded or transferred the call on its way to the destination, the first one first
 * @param media what is spoken and shown; never empty
 */
public record Occasion(
        TenantId tenant, Endpoint source, Endpoint destination, List<UserId> redirectedBy, Set<Medium> media) {

    /**
     * One side.
     *
     * @param user null for somebody outside, and for an address of the platform that is nobody's
     * @param device null when it is not known, as while all devices of a user ring
     */
    public record Endpoint(
            Network network,
            @Nullable UserId user,
            @Nullable DeviceId device) {

        public static final Endpoint OUTSIDE = new Endpoint(Network.OFFNET, null, null);

        public static Endpoint of(Party party) {
            return new Endpoint(party.network(), party.userId(), party.deviceId());
        }
    }

    public Occasion {
        redirectedBy = List.copyOf(redirectedBy);
        media = Set.copyOf(media);
        if (media.isEmpty()) {
            throw new IllegalArgumentException("a call has audio, video or both");
        }
    }

    boolean isExternalToExternal() {
        return source.network() == Network.OFFNET && destination.network() == Network.OFFNET;
    }
}
