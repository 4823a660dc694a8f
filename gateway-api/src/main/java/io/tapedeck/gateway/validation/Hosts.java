package io.tapedeck.gateway.validation;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host names, addresses and networks, checked without asking a name server. */
final class Hosts {

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+|[0-9a-fA-F.]*:[0-9a-fA-F.:]*");
    private static final Pattern NETWORK = Pattern.compile("(?<address>[0-9a-fA-F.:]+)/(?<bits>[0-9]{1,3})");
    private static final Pattern V4_WITH_PORT = Pattern.compile("(?<address>[0-9.]+):(?<port>[0-9]{1,5})");
    private static final Pattern V6_WITH_PORT = Pattern.compile("\\[(?<address>[0-9a-fA-F.:]+)]:(?<port>[0-9]{1,5})");

    private Hosts() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches() && (!DOTTED.matcher(text).matches() || isAddress(text));
    }

    static boolean isAddress(String text) {
        return addressLength(text) > 0;
    }

    static boolean isSource(String text) {
        Matcher network = NETWORK.matcher(text);
        if (network.matches()) {
            int bits = Integer.parseInt(network.group("bits"));
            return bits <= addressLength(network.group("address")) * Byte.SIZE && isAddress(network.group("address"));
        }
        Matcher v4 = V4_WITH_PORT.matcher(text);
        if (v4.matches()) {
            return addressLength(v4.group("address")) == 4 && isPort(v4.group("port"));
        }
        Matcher v6 = V6_WITH_PORT.matcher(text);
        if (v6.matches()) {
            return addressLength(v6.group("address")) == 16 && isPort(v6.group("port"));
        }
        return isAddress(text);
    }

    /** Bytes of the address: 4, 16, or 0 when the text is not a literal address. */
    private static int addressLength(String text) {
        if (!ADDRESS.matcher(text).matches()) {
            return 0; // the JDK takes more for an address: 1 is 0.0.0.1 there
        }
        try {
            return InetAddress.ofLiteral(text).getAddress().length;
        } catch (IllegalArgumentException notAnAddress) {
            return 0;
        }
    }

    private static boolean isPort(String text) {
        int port = Integer.parseInt(text);
        return port > 0 && port <= 65_535;
    }
}
