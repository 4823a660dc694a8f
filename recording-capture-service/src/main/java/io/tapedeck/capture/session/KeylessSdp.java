package io.tapedeck.capture.session;

import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import io.tapedeck.protocol.srtp.CryptoAttribute;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Session descriptions for the disk: the media is there without its encryption, so nobody has need of the keys. */
final class KeylessSdp {

    private static final Pattern CRYPTO = Pattern.compile("(?m)^a=crypto:([^\\r\\n]*)");
    private static final String SECURE = "SAVP";
    private static final String PLAIN = "AVP";

    private KeylessSdp() {}

    /** As it was signalled, but for the keys. */
    static String of(String sdp) {
        return CRYPTO.matcher(sdp)
                .replaceAll(line -> Matcher.quoteReplacement("a=crypto:" + CryptoAttribute.masked(line.group(1))));
    }

    /** That which explains one stream of a file: its line says whether the packets there are SRTP, not those of the wire. */
    static String explaining(String sdp, int mediaIndex, Protection wire) {
        String keyless = of(sdp);
        try {
            SessionDescription parsed = SessionDescription.parse(keyless);
            if (mediaIndex >= parsed.media().size()) {
                return keyless;
            }
            MediaDescription line = parsed.media().get(mediaIndex);
            String protocol = protocol(line.protocol(), wire);
            return protocol.equals(line.protocol())
                    ? keyless
                    : parsed.withMedia(mediaIndex, line.withProtocol(protocol)).toString();
        } catch (SdpException _) {
            return keyless; // it was parsed when it came
        }
    }

    private static String protocol(String signalled, Protection wire) {
        return switch (wire) {
            case Protection.Plain _ -> signalled;
            case Protection.Keyed _ -> signalled.replace(SECURE, PLAIN);
            case Protection.Opaque _ -> signalled.contains(SECURE) ? signalled : signalled.replace(PLAIN, SECURE);
        };
    }
}
