package io.tapedeck.protocol.sdp;

/**
 * An {@code o=} line (RFC 8866, 5.2).
 *
 * @param sessionId digits, by the rules; kept as written
 * @param version grows with each change of the session; kept as written
 */
public record Origin(String username, String sessionId, String version, Connection address) {

    static final int WORDS = 6;

    public Origin {
        SdpLines.requireWord("user name", username);
        SdpLines.requireWord("session id", sessionId);
        SdpLines.requireWord("version", version);
    }

    /** @param words six of them */
    static Origin of(String[] words) {
        return new Origin(words[0], words[1], words[2], new Connection(words[3], words[4], words[5]));
    }

    public Origin at(Connection newAddress) {
        return new Origin(username, sessionId, version, newAddress);
    }

    public Origin withUsername(String newUsername) {
        return new Origin(newUsername, sessionId, version, address);
    }

    public Origin withVersion(String newVersion) {
        return new Origin(username, sessionId, newVersion, address);
    }

    /** The line's value. */
    @Override
    public String toString() {
        return username + " " + sessionId + " " + version + " " + address;
    }
}
