package io.tapedeck.proxy.routing;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Addresses that requests may come from: {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 192.0.2.7:5080},
 * {@code 2001:db8::1}, {@code 2001:db8::/32}, {@code [2001:db8::1]:5080}. Names are not looked up: DNS must not decide
 * who may call.
 *
 * @param network the address with the bits behind the prefix cleared, in hexadecimal
 * @param prefixLength in bits; the whole address unless it is a network
 * @param port {@link #ANY_PORT} for every port
 */
record SourcePattern(String network, int prefixLength, int port) {

    static final int ANY_PORT = 0;

    private static final int HIGHEST_PORT = 65_535;

    static SourcePattern of(byte[] address, int prefixLength, int port) {
        byte[] network = Arrays.copyOf(address, address.length);
        for (int bit = prefixLength; bit < network.length * Byte.SIZE; bit++) {
            network[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return new SourcePattern(HexFormat.of().formatHex(network), prefixLength, port);
    }

    /** Empty when the text is no source. */
    static Optional<SourcePattern> parse(String text) {
        try {
            int slash = text.indexOf('/');
            if (slash >= 0) {
                return network(literal(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            }
            int colon = text.lastIndexOf(':');
            boolean withPort = text.startsWith("[") ? text.indexOf("]:") > 0 : colon >= 0 && colon == text.indexOf(':');
            if (withPort) {
                return endpoint(literal(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
            }
            byte[] address = literal(text);
            return network(address, address.length * Byte.SIZE);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<SourcePattern> network(byte[] address, int prefixLength) {
        boolean possible = prefixLength >= 0 && prefixLength <= address.length * Byte.SIZE;
        return possible ? Optional.of(of(address, prefixLength, ANY_PORT)) : Optional.empty();
    }

    private static Optional<SourcePattern> endpoint(byte[] address, int port) {
        boolean possible = port > ANY_PORT && port <= HIGHEST_PORT;
        return possible ? Optional.of(of(address, address.length * Byte.SIZE, port)) : Optional.empty();
    }

    private static byte[] literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        return InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text)
                .getAddress();
    }
}
