package io.tapedeck.proxy.routing;

import java.util.List;
import java.util.OptionalInt;

/** Keeps where devices are (RFC 3261, 10.3). Called from any thread; may block on the disk. */
public interface Registrar {

    RegisterOutcome register(RegisterRequest request);

    /**
     * An authenticated REGISTER.
     *
     * @param toUser user part of the To header, the address-of-record; empty when it has none
     * @param sequence number of the CSeq header
     * @param wildcard {@code Contact: *}: remove all
     * @param contacts empty for a mere query
     * @param expires seconds of the Expires header
     * @param source where the request came from; kept as the way back to the device
     */
    record RegisterRequest(
            Authentication.Device device,
            String toUser,
            String callId,
            long sequence,
            boolean wildcard,
            List<ContactBinding> contacts,
            OptionalInt expires,
            Flow source) {

        public RegisterRequest {
            contacts = List.copyOf(contacts);
        }
    }

    /**
     * One Contact of a REGISTER.
     *
     * @param uri the address inside the angle brackets, as it stands
     * @param expires seconds of the contact's own parameter
     * @param q preference, 0 to 1; 1 when the contact says none
     */
    record ContactBinding(String uri, OptionalInt expires, double q) {}
}
