package io.tapedeck.proxy.sip;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By what names this proxy is known: what it writes into Via and Record-Route, and what it recognises as itself. */
final class LocalAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(LocalAddresses.class);
    private static final int DEFAULT_PORT = 5060;
    private static final int KNOWN_PEERS = 4_096;

    private final @Nullable String advertised;
    private final InetAddress bound;
    private final int port;
    private final Set<String> names = new HashSet<>();
    private final Map<InetAddress, String> towards = new ConcurrentHashMap<>();

    LocalAddresses(InetAddress bound, int port, @Nullable String advertised) {
        this.bound = bound;
        this.port = port;
        this.advertised = advertised;
        collectNames();
    }

    int port() {
        return port;
    }

    /** The host that the peer is told to reach us by. */
    String hostTowards(InetAddress peer) {
        if (advertised != null) {
            return advertised;
        }
        if (!bound.isAnyLocalAddress()) {
            return text(bound);
        }
        if (towards.size() > KNOWN_PEERS) {
            towards.clear(); // phones come and go; the answer is cheap to find again
        }
        return towards.computeIfAbsent(peer, this::interfaceTowards);
    }

    boolean isUs(SipURI uri) {
        int named = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return named == port && names.contains(bare(uri.getHost()));
    }

    boolean isUs(@Nullable String host, int named) {
        return host != null && (named < 0 ? DEFAULT_PORT : named) == port && names.contains(bare(host));
    }

    private String interfaceTowards(InetAddress peer) {
        try (var probe = new DatagramSocket()) {
            probe.connect(new InetSocketAddress(peer, DEFAULT_PORT)); // sends nothing, only asks the routing table
            return text(probe.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            LOG.warn("no way known to {}; the operator may set tapedeck.sip.address", peer, e);
            return text(InetAddress.getLoopbackAddress());
        }
    }

    private void collectNames() {
        names.add("localhost");
        names.add(bare(text(bound)));
        if (advertised != null) {
            names.add(bare(advertised));
        }
        if (!bound.isAnyLocalAddress()) {
            return;
        }
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                one.inetAddresses().forEach(address -> names.add(bare(text(address))));
            }
        } catch (IOException e) {
            LOG.warn("the network interfaces cannot be listed", e);
        }
    }

    /** As it is written in SIP: IPv6 in brackets, without zone. */
    static String text(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return plain.indexOf(':') < 0 ? plain : "[" + plain + "]";
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
