package io.tapedeck.conversion.pcap;

import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.protocol.ip.UdpFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who talks to whom, by what a capture of ours says of itself, or by the last INVITE over UDP before the call in which the
 * caller's session description is (RFC 3261). Good enough for the tags of a file. One thread.
 */
final class CallNames {

    private static final Pattern OURS =
            Pattern.compile("session (\\S+), Call-ID [^\n]{0,250}, caller ([^\n]{0,250}), callee ([^\n]{0,250})");

    private static final byte[] INVITE = "INVITE ".getBytes(StandardCharsets.US_ASCII);

    /** {@code "Anna" <sip:1001@example.com>;tag=4}, and without quotes, angle brackets, a display name. */
    private static final Pattern ADDRESS = Pattern.compile(
            "\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^<\"]*))\\s*<?(?:sips?|tel):([^@;>\\s]+).*", Pattern.CASE_INSENSITIVE);

    private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP[46] ([^\\s/]+)");

    /** Calls from the caller's address and port. */
    private static final int MOST_INVITES = 1_000;

    /** Characters; nobody's name is as long as that. */
    private static final int LONGEST = 250;

    private final List<PartyDescription> callers;
    private final List<Invite> invites = new ArrayList<>();
    private @Nullable CallLabel ours;
    private String seen = "";

    private record Invite(long unixNanos, CallLabel label) {}

    /** @param callers the caller's views of the lines of the call */
    CallNames(List<PartyDescription> callers) {
        this.callers = callers;
    }

    /** @param comment of the file */
    void note(String comment) {
        if (ours == null && !comment.equals(seen)) {
            seen = comment;
            Matcher parts = OURS.matcher(comment);
            ours = parts.matches() ? new CallLabel(parts.group(1), parts.group(2), parts.group(3)) : null;
        }
    }

    void note(UdpFrame udp, ByteBuffer packet, long unixNanos) {
        int length = udp.payloadLength();
        if (ours != null
                || length < INVITE.length
                || packet.slice(udp.payloadOffset(), INVITE.length).mismatch(ByteBuffer.wrap(INVITE)) >= 0) {
            return;
        }
        var bytes = new byte[length];
        packet.get(udp.payloadOffset(), bytes);
        var message = new String(bytes, StandardCharsets.UTF_8);
        if (callers.stream().anyMatch(caller -> describes(message, caller))) {
            add(new Invite(unixNanos, label(message)));
        }
    }

    private static CallLabel label(String message) {
        return new CallLabel(
                header(message, "Call-ID", "i").orElse(""),
                header(message, "From", "f").map(CallNames::name).orElse(""),
                header(message, "To", "t").map(CallNames::name).orElse(""));
    }

    private void add(Invite invite) {
        boolean isRepeated = !invites.isEmpty() && invites.getLast().label().equals(invite.label());
        if (!isRepeated && invites.size() < MOST_INVITES) {
            invites.add(invite);
        }
    }

    /** @param startedNanos when the call's first packet was captured */
    CallLabel label(PartyDescription.Pair parties, long startedNanos) {
        if (ours != null) {
            return ours;
        }
        return invites.stream()
                .filter(invite -> invite.unixNanos() <= startedNanos)
                .reduce((_, later) -> later)
                .or(() -> invites.stream().findFirst())
                .map(Invite::label)
                .orElseGet(() -> new CallLabel(
                        "", parties.caller().endpoint(), parties.callee().endpoint()));
    }

    /** By its port and, where it says one, its address: other hosts use the same ports. */
    private static boolean describes(String message, PartyDescription caller) {
        boolean samePort = Pattern.compile("(?m)^m=\\w+ " + caller.port() + "[ /]")
                .matcher(message)
                .find();
        return samePort
                && (!caller.hasAddress()
                        || CONNECTION
                                .matcher(message)
                                .results()
                                .map(line -> PartyDescription.literal(line.group(1)))
                                .anyMatch(address -> Arrays.equals(address, caller.address())));
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
