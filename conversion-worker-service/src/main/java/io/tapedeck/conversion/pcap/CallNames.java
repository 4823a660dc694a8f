package io.tapedeck.conversion.pcap;

import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.protocol.ip.UdpFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom, by what a capture of ours says of itself, or by the first INVITE over UDP in which the caller's session
 * description is (RFC 3261). Good enough for the tags of a file. One thread.
 */
final class CallNames {

    private static final Pattern OURS =
            Pattern.compile("session (\\S+), Call-ID [^\n]{0,250}, caller ([^\n]{0,250}), callee ([^\n]{0,250})");

    private static final byte[] INVITE = "INVITE ".getBytes(StandardCharsets.US_ASCII);

    /** {@code "Anna" <sip:1001@example.com>;tag=4}, and without quotes, angle brackets, a display name. */
    private static final Pattern ADDRESS = Pattern.compile(
            "\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^<\"]*))\\s*<?(?:sips?|tel):([^@;>\\s]+).*", Pattern.CASE_INSENSITIVE);

    /** Characters; nobody's name is as long as that. */
    private static final int LONGEST = 250;

    private final List<PartyDescription> callers;
    private @Nullable CallLabel found;
    private String seen = "";

    /** @param callers the caller's views of the lines of the call */
    CallNames(List<PartyDescription> callers) {
        this.callers = callers;
    }

    /** @param comment of the file */
    void note(String comment) {
        if (found == null && !comment.equals(seen)) {
            seen = comment;
            Matcher ours = OURS.matcher(comment);
            found = ours.matches() ? new CallLabel(ours.group(1), ours.group(2), ours.group(3)) : null;
        }
    }

    void note(UdpFrame udp, ByteBuffer packet) {
        int length = udp.payloadLength();
        if (found != null
                || length < INVITE.length
                || packet.slice(udp.payloadOffset(), INVITE.length).mismatch(ByteBuffer.wrap(INVITE)) >= 0) {
            return;
        }
        var bytes = new byte[length];
        packet.get(udp.payloadOffset(), bytes);
        var message = new String(bytes, StandardCharsets.UTF_8);
        if (callers.stream().anyMatch(caller -> describes(message, caller))) {
            found = new CallLabel(
                    header(message, "Call-ID", "i").orElse(""),
                    header(message, "From", "f").map(CallNames::name).orElse(""),
                    header(message, "To", "t").map(CallNames::name).orElse(""));
        }
    }

    CallLabel label(PartyDescription.Pair parties) {
        return found != null
                ? found
                : new CallLabel(
                        "", parties.caller().endpoint(), parties.callee().endpoint());
    }

    private static boolean describes(String message, PartyDescription caller) {
        return Pattern.compile("(?m)^m=\\w+ " + caller.port() + "[ /]")
                .matcher(message)
                .find();
    }

    private static Optional<String> header(String message, String name, String compact) {
        return message.lines()
                .filter(line -> isNamed(line, name) || isNamed(line, compact))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(value -> value.length() <= LONGEST)
                .findFirst();
    }

    private static boolean isNamed(String line, String name) {
        int colon = line.indexOf(':');
        return colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
    }

    private static String name(String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return "";
        }
        String quoted = parts.group(1);
        String plain = parts.group(2);
        String displayName = quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : plain == null ? "" : plain.strip();
        return CallLabel.name(displayName, parts.group(3));
    }
}
