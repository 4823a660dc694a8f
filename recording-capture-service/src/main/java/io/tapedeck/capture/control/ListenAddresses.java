package io.tapedeck.capture.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A setting such as {@code 127.0.0.1:2223, [2001:db8::1]:2223}. A port alone is one on loopback; empty is nowhere. */
final class ListenAddresses {

    private ListenAddresses() {}

    static List<InetSocketAddress> parse(String setting, String text) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            if (!item.isBlank()) {
                addresses.add(one(setting, item.strip()));
            }
        }
        return List.copyOf(addresses);
    }

    private static InetSocketAddress one(String setting, String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon < 0) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            }
            if (colon > 0) {
                return new InetSocketAddress(
                        text.substring(0, colon).replace("[", "").replace("]", ""), port);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(setting + " is not host:port: " + text, e);
        }
        throw new IllegalArgumentException(setting + " is not host:port: " + text);
    }
}
