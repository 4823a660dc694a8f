package io.tapedeck.capture.media;

import io.tapedeck.capture.session.MediaPlace;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A local address for media, and what parties are told instead when NAT stands between. A name may be given twice, once
 * for each family.
 */
record MediaInterface(String name, InetAddress local, String advertised) {

    private static final String SETTING = "tapedeck.capture.interfaces";

    MediaInterface {
        if (name.isBlank() || advertised.isBlank()) {
            throw new IllegalArgumentException(SETTING + " needs name/address!advertised, or name/address");
        }
        if (local.isAnyLocalAddress() && local.getHostAddress().equals(advertised)) {
            throw new IllegalArgumentException(SETTING + ": " + name + " has no address that parties can send to");
        }
        if (local instanceof Inet6Address != resolve(advertised) instanceof Inet6Address) {
            throw new IllegalArgumentException(
                    SETTING + ": " + name + " has to be of one family, IPv4 or IPv6, on both sides");
        }
    }

    /** {@code internal/10.0.0.1, external/10.0.0.2!203.0.113.1}; the first is the one for everybody else. */
    static List<MediaInterface> parse(String text) {
        List<MediaInterface> interfaces = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            String[] nameAndAddress = item.strip().split("/", 2);
            if (nameAndAddress.length != 2) {
                throw new IllegalArgumentException(SETTING + " is not name/address: " + item);
            }
            String[] sides = nameAndAddress[1].split("!", 2);
            InetAddress local = resolve(sides[0]);
            interfaces.add(new MediaInterface(
                    nameAndAddress[0], local, sides.length == 2 ? sides[1] : local.getHostAddress()));
        }
        return List.copyOf(interfaces);
    }

    static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(SETTING + ": no host has the address " + host, e);
        }
    }

    /** Name and family, else the name, else the family, else the first. */
    static MediaInterface nearest(List<MediaInterface> all, MediaPlace place) {
        Predicate<MediaInterface> named = one -> one.name().equals(place.interfaceName());
        Predicate<MediaInterface> family = one -> one.local() instanceof Inet6Address == place.ipv6();
        for (Predicate<MediaInterface> wanted : List.of(named.and(family), named, family)) {
            for (MediaInterface one : all) {
                if (wanted.test(one)) {
                    return one;
                }
            }
        }
        return all.getFirst();
    }
}
