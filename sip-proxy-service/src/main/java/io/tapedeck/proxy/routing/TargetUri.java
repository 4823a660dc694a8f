package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.directory.DirectoryEvent.Trunk;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Request URIs of targets (RFC 3261, 19.1). */
final class TargetUri {

    /** Unreserved, user-unreserved, and the percent sign of what is escaped already. */
    private static final String ALLOWED_IN_USER = "-_.!~*'()&=+$,;?/%";

    private TargetUri() {}

    static String of(String number, Trunk trunk) {
        String host =
                trunk.host().contains(":") && !trunk.host().startsWith("[") ? "[" + trunk.host() + "]" : trunk.host();
        String port = trunk.port() == 0 ? "" : ":" + trunk.port();
        String transport = trunk.transport().equalsIgnoreCase("tcp") ? ";transport=tcp" : "";
        return "sip:" + escaped(number) + "@" + host + port + transport;
    }

    /**
     * The way to a registered device. Its Contact is followed only where it names the very host the REGISTER came from,
     * without a connection to reuse; everything else sits behind a NAT or is a client connection.
     */
    static @Nullable Flow flowOf(Binding binding) {
        Flow flow = binding.flow();
        boolean direct = flow.transport() == Flow.Transport.UDP
                && hostOf(binding.uri()).equals(textOf(flow.address().getAddress()));
        return direct ? null : flow;
    }

    private static String escaped(String user) {
        var escaped = new StringBuilder(user.length());
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ALLOWED_IN_USER.indexOf(c) >= 0);
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    /** Host of a SIP URI, without brackets; IPv6 literals in the JDK's spelling. */
    private static String hostOf(String uri) {
        String rest = uri.substring(uri.indexOf(':') + 1);
        rest = rest.substring(rest.indexOf('@') + 1); // first: a user part may hold semicolons
        rest = cut(cut(rest, '?'), ';');
        if (!rest.startsWith("[")) {
            return cut(rest, ':');
        }
        try {
            return textOf(InetAddress.ofLiteral(cut(rest.substring(1), ']')));
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static String textOf(@Nullable InetAddress address) {
        return address == null ? "unresolved" : cut(address.getHostAddress(), '%');
    }

    private static String cut(String text, char at) {
        int end = text.indexOf(at);
        return end < 0 ? text : text.substring(0, end);
    }
}
