package io.tapedeck.protocol.sdp;

/**
 * A {@code c=} line (RFC 8866, 5.7).
 *
 * @param networkType {@code IN}
 * @param addressType {@code IP4} or {@code IP6}
 * @param address as written: an address or host name, for multicast followed by {@code /ttl}
 */
public record Connection(String networkType, String addressType, String address) {

    public Connection {
        SdpLines.requireWord("network type", networkType);
        SdpLines.requireWord("address type", addressType);
        SdpLines.requireWord("address", address);
    }

    /** An {@code IN} connection of the family that the address shows. */
    public static Connection to(String address) {
        return new Connection("IN", address.indexOf(':') < 0 ? "IP4" : "IP6", address);
    }

    /** {@code 0.0.0.0} or {@code ::}: hold as RFC 2543 had it, or an address still to come. */
    public boolean isUnspecified() {
        return address.equals("0.0.0.0") || address.equals("::");
    }

    static Connection parse(String value) throws SdpException {
        String[] words = SdpLines.words(value);
        if (words.length != 3) {
            throw new SdpException("c= needs network type, address type and address");
        }
        return new Connection(words[0], words[1], words[2]);
    }

    /** The line's value. */
    @Override
    public String toString() {
        return networkType + " " + addressType + " " + address;
    }
}
