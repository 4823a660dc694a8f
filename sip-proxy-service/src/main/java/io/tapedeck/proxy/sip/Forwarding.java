package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.HopImpl;
import io.tapedeck.proxy.routing.Flow;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/** Turns a request that arrived into the one that goes on (RFC 3261, 16.4 and 16.6). Safe for any thread. */
final class Forwarding {

    private static final String TOKEN = "td";

    /** User part of the platform's own Contact. */
    private static final String PLATFORM = "tapedeck";

    private static final int DEFAULT_MAX_FORWARDS = 70;
    private static final int DEFAULT_PORT = 5060;

    private final LocalAddresses addresses;
    private final RouteTokens tokens;
    private final BranchMarks marks;

    Forwarding(LocalAddresses addresses, RouteTokens tokens, BranchMarks marks) {
        this.marks = marks;
        this.addresses = addresses;
        this.tokens = tokens;
    }

    /** What our own Record-Route says about the dialog of this request, when it came back, and in that dialog. */
    Optional<RouteToken> tokenOf(SIPRequest request) {
        RouteList routes = request.getRouteHeaders();
        Optional<RouteToken> first = routes == null || routes.isEmpty()
                ? Optional.empty()
                : tokenIn(routes.get(0).getAddress().getURI());
        Optional<RouteToken> token =
                first.isPresent() ? first : tokenIn(request.getRequestURI()); // the hop before is a strict router
        long dialog = RouteToken.dialogOf(request.getCallId().getCallId());
        return token.filter(ours -> ours.dialog() == dialog);
    }

    private Optional<RouteToken> tokenIn(URI uri) {
        return uri instanceof SipURI sip ? tokens.read(sip.getParameter(TOKEN)) : Optional.empty();
    }

    /** A copy one hop further, without the Routes that lead here (16.4). */
    SIPRequest copy(SIPRequest request) {
        var copy = (SIPRequest) request.clone();
        nextMaxForwards(copy);
        undoStrictRouting(copy);
        removeOwnRoutes(copy);
        dropUriHeaders(copy);
        return copy;
    }

    /** A request URI has none; what somebody put there all the same must not go on (RFC 3261, 19.1.1; RFC 4475, 3.1.2.11). */
    private static void dropUriHeaders(SIPRequest copy) {
        if (copy.getRequestURI() instanceof SipUri uri && uri.getHeaderNames().hasNext()) {
            var plain = (SipUri) uri.clone();
            plain.removeHeaders();
            copy.setRequestURI(plain);
        }
    }

    private static void nextMaxForwards(SIPRequest copy) {
        var header = copy.getMaxForwards();
        int left = header == null ? DEFAULT_MAX_FORWARDS : Math.max(0, header.getMaxForwards() - 1);
        copy.setHeader(Headers.of("Max-Forwards", Integer.toString(left)));
    }

    /** A strict router put our own address into the request URI and the real one at the end of the Routes. */
    private void undoStrictRouting(SIPRequest copy) {
        RouteList routes = copy.getRouteHeaders();
        if (routes != null && !routes.isEmpty() && tokenIn(copy.getRequestURI()).isPresent()) {
            copy.setRequestURI(routes.get(routes.size() - 1).getAddress().getURI());
            routes.removeLast();
            dropWhenEmpty(copy, routes);
        }
    }

    private void removeOwnRoutes(SIPRequest copy) {
        RouteList routes = copy.getRouteHeaders();
        while (routes != null
                && !routes.isEmpty()
                && isOwn(routes.get(0).getAddress().getURI())) {
            routes.removeFirst();
            dropWhenEmpty(copy, routes);
        }
    }

    boolean isOwn(URI address) {
        return address instanceof SipURI uri && (tokenIn(uri).isPresent() || addresses.isUs(uri));
    }

    private static void dropWhenEmpty(SIPRequest copy, RouteList routes) {
        if (routes.isEmpty()) {
            copy.removeHeader("Route");
        }
    }

    /**
     * @param copy from {@link #copy}, with its new request URI; becomes part of the result
     * @param flow where it has to go unless a Route says otherwise; null to follow the request URI
     * @param token to record-route with; null for requests that begin no dialog
     */
    Outbound prepare(Inbound in, SIPRequest copy, @Nullable Flow flow, @Nullable RouteToken token)
            throws UnknownHostException {
        boolean routed =
                copy.getRouteHeaders() != null && !copy.getRouteHeaders().isEmpty();
        Hop hop = routed ? hopByRoute(copy) : flow != null ? hop(flow) : hop(copy.getRequestURI());
        InetAddress peer = InetAddress.getByName(hop.getHost());
        String host = addresses.hostTowards(peer);
        if (token != null) {
            recordRoute(in, copy, hop, host, tokens.write(token));
        }
        Headers.addFirst(copy, via(host, hop.getTransport(), newBranch(in)));
        return new Outbound(copy, hop);
    }

    /** The same request once more, as a new transaction. */
    Outbound again(Inbound in, Outbound sent) {
        var copy = (SIPRequest) sent.request().clone();
        Via before = copy.getTopmostVia();
        copy.removeFirst("Via");
        Headers.addFirst(copy, via(before.getHost(), sent.hop().getTransport(), newBranch(in)));
        return new Outbound(copy, sent.hop());
    }

    private static Hop hopByRoute(SIPRequest copy) throws UnknownHostException {
        RouteList routes = copy.getRouteHeaders();
        var first = routes.get(0).getAddress().getURI();
        if (first instanceof SipURI uri && !uri.hasLrParam()) {
            routes.add((Route) Headers.of("Route", "<" + copy.getRequestURI() + ">")); // the next hop routes strictly
            routes.removeFirst();
            copy.setRequestURI(uri);
        }
        return hop(first);
    }

    private static Hop hop(Flow flow) {
        return new HopImpl(
                LocalAddresses.text(flow.address().getAddress()),
                flow.address().getPort(),
                flow.transport().name().toLowerCase(Locale.ROOT));
    }

    private static Hop hop(URI uri) throws UnknownHostException {
        if (!(uri instanceof SipURI sip)) {
            throw new UnknownHostException("no way to " + uri);
        }
        String host = sip.getMAddrParam() == null ? sip.getHost() : sip.getMAddrParam();
        InetAddress address = InetAddress.getByName(host);
        int port = sip.getPort() < 0 ? DEFAULT_PORT : sip.getPort();
        String transport = "tcp".equalsIgnoreCase(sip.getTransportParam()) ? "tcp" : "udp";
        return new HopImpl(LocalAddresses.text(address), port, transport);
    }

    /** Two Record-Routes where the two sides reach us differently, each side's own (16.6, step 4). */
    private void recordRoute(Inbound in, SIPRequest copy, Hop hop, String host, String token) {
        String near = in.source().transport().name().toLowerCase(Locale.ROOT);
        String nearHost = addresses.hostTowards(in.source().address().getAddress());
        if (!near.equals(hop.getTransport()) || !nearHost.equals(host)) {
            Headers.addFirst(copy, recordRoute(nearHost, near, token));
        }
        Headers.addFirst(copy, recordRoute(host, hop.getTransport(), token));
    }

    private Header recordRoute(String host, String transport, String token) {
        String over = "tcp".equals(transport) ? ";transport=tcp" : "";
        return Headers.of(
                "Record-Route", "<sip:" + host + ":" + addresses.port() + over + ";lr;" + TOKEN + "=" + token + ">");
    }

    /** Where requests of a dialog come of which the platform itself is an end. */
    Header contact(Inbound in, RouteToken token) {
        String over = in.source().transport() == Flow.Transport.TCP ? ";transport=tcp" : "";
        String host = addresses.hostTowards(in.source().address().getAddress());
        return Headers.of(
                "Contact",
                "<sip:" + PLATFORM + "@" + host + ":" + addresses.port() + over + ";" + TOKEN + "="
                        + tokens.write(token) + ">");
    }

    /**
     * Whether the platform itself is the other end: its Contact stands in the address, and there is no way beyond us.
     *
     * @param token of the request
     */
    boolean endsHere(SIPRequest request, RouteToken token) {
        return tokenIn(request.getRequestURI())
                        .filter(ours -> ours.platform() && Objects.equals(ours.session(), token.session()))
                        .isPresent()
                && !leadsBeyond(request);
    }

    /** Whether it is addressed to a Record-Route of ours, where nobody is, and there is no way beyond us. */
    boolean endsNowhere(SIPRequest request) {
        return tokenIn(request.getRequestURI()).filter(ours -> !ours.platform()).isPresent() && !leadsBeyond(request);
    }

    private boolean leadsBeyond(SIPRequest request) {
        RouteList routes = request.getRouteHeaders();
        return routes != null
                && routes.stream().anyMatch(route -> !isOwn(route.getAddress().getURI()));
    }

    private Header via(String host, String transport, String branch) {
        return Headers.of(
                "Via",
                "SIP/2.0/" + transport.toUpperCase(Locale.ROOT) + " " + host + ":" + addresses.port() + ";rport;branch="
                        + branch);
    }

    /** Unique, and with a part by which a request that comes back unchanged is recognised (16.6 step 8; RFC 5393). */
    private String newBranch(Inbound in) {
        Via below = in.request().getTopmostVia();
        String loopMark = LoopMark.of(in.request());
        return in.method().equals(Request.ACK) ? marks.repeatable(below, loopMark) : marks.next(below, loopMark);
    }

    /**
     * Whether this proxy, or one with its key, has put the branch above that Via.
     *
     * @param below where the response goes next
     */
    boolean isOwnBranch(String branch, Via below) {
        return marks.isOwn(branch, below);
    }
}
