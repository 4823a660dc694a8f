package io.tapedeck.capture.session;

import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import io.tapedeck.protocol.srtp.CryptoAttribute;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Session descriptions for the disk: the media is there without its encryption, so nobody has need of the keys. */
final class KeylessSdp {

    private static final Pattern LINE = Pattern.compile("(?m)^(?:m=|a=crypto:([^\\r\\n]*))");
    private static final String SECURE = "SAVP";
    private static final String PLAIN = "AVP";

    private KeylessSdp() {}

    /**
     * As it was signalled, but for the keys.
     *
     * @param opaque whether the author's packets of a media line are kept as they came: nobody could ever read them then
     */
    static String of(String sdp, IntPredicate opaque) {
        if (!sdp.contains("a=crypto:")) {
            return sdp; // as most are
        }
        Matcher found = LINE.matcher(sdp);
        var result = new StringBuilder();
        int mediaIndex = -1;
        while (found.find()) {
            if (found.start(1) < 0) {
                mediaIndex++;
            } else if (!opaque.test(mediaIndex)) {
                String masked = CryptoAttribute.masked(found.group(1));
                found.appendReplacement(result, Matcher.quoteReplacement("a=crypto:" + masked));
            }
        }
        return found.appendTail(result).toString();
    }

    /**
     * That which explains one stream of a file: its line says whether the packets there are SRTP, not those of the wire.
     *
     * @param sdp of the one who receives the stream
     * @param wire how the stream is protected
     * @param opaque whether what the receiver sends itself on a line is kept as it came
     */
    static String explaining(String sdp, int mediaIndex, Protection wire, IntPredicate opaque) {
        String keyless = of(sdp, opaque);
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
