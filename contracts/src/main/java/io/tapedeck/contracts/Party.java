package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One side of a conversation.
 *
 * @param number what identifies the party to the other: extension, phone number or the user part of its address
 * @param displayName as signalled; empty when none was
 * @param domain host part of the party's address; empty when unknown
 * @param trunkId set when the party was reached through a trunk
 */
public record Party(
        Network network,
        String number,
        String displayName,
        String domain,
        @Nullable UserId userId,
        @Nullable DeviceId deviceId,
        @Nullable TrunkId trunkId) {

    /** Whether the party is a device of the platform or beyond a trunk. */
    public enum Network {
        @JsonProperty("onnet")
        ONNET,
        @JsonProperty("offnet")
        OFFNET
    }

    public static Party offnet(String number) {
        return new Party(Network.OFFNET, number, "", "", null, null, null);
    }
}
