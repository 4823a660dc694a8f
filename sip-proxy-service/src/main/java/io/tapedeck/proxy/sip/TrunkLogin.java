package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a trunk's digest challenge with the trunk's credentials (RFC 3261, 22.3). The request keeps its CSeq, since it
 * is the phone's; registrars and carriers accept that.
 */
final class TrunkLogin {

    private static final Logger LOG = LoggerFactory.getLogger(TrunkLogin.class);

    private TrunkLogin() {}

    /**
     * @return the header to send along; empty when the challenge cannot be answered
     */
    static Optional<Header> answer(DirectoryEvent.Trunk trunk, SIPRequest request, SIPResponse challenged) {
        if (trunk.username() == null || trunk.password() == null) {
            return Optional.empty();
        }
        boolean byProxy = challenged.getStatusCode() == 407;
        for (String value : Headers.values(challenged, byProxy ? "Proxy-Authenticate" : "WWW-Authenticate")) {
            try {
                String credentials = credentials(trunk.username(), trunk.password(), request, value);
                return Optional.of(Headers.of(byProxy ? "Proxy-Authorization" : "Authorization", credentials));
            } catch (DigestException | IllegalArgumentException e) {
                LOG.debug("trunk {} sent a challenge that cannot be answered", trunk.name(), e);
            }
        }
        return Optional.empty();
    }

    private static String credentials(String username, String password, SIPRequest request, String value)
            throws DigestException {
        DigestChallenge challenge = DigestChallenge.parse(value);
        String ha1 = challenge.algorithm().ha1(username, challenge.realm(), password);
        String cnonce = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        return DigestCredentials.answer(
                        challenge,
                        username,
                        ha1,
                        request.getMethod(),
                        request.getRequestURI().toString(),
                        cnonce,
                        1)
                .toHeaderValue();
    }
}
