package io.tapedeck.protocol.codec;

import io.tapedeck.protocol.sdp.PayloadType;
import java.util.Optional;

/** Payload types that need no {@code a=rtpmap} (RFC 3551, 6, tables 4 and 5). */
public final class StaticPayloadTypes {

    private StaticPayloadTypes() {}

    /** Empty for dynamic, reserved and unassigned numbers. */
    public static Optional<PayloadType> of(int number) {
        return PayloadType.assignedTo(number);
    }
}
