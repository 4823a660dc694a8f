package io.tapedeck.testkit.phone;

import java.net.InetSocketAddress;
import java.util.List;

/** What both ends remember of each other (RFC 3261, 12). Lives on the SIP loop. */
final class Dialog {

    private final String callId;
    private final String local;
    private final String remote;
    private final String localTag;
    private final String remoteTag;
    private final List<String> routeSet;
    private String remoteTarget;
    private int localSequence;
    private int remoteSequence = -1;

    private Dialog(
            String callId,
            String local,
            String localTag,
            String remote,
            String remoteTag,
            List<String> routeSet,
            String remoteTarget,
            int localSequence) {
        this.callId = callId;
        this.local = local;
        this.localTag = localTag;
        this.remote = remote;
        this.remoteTag = remoteTag;
        this.routeSet = routeSet;
        this.remoteTarget = remoteTarget;
        this.localSequence = localSequence;
    }

    /** The caller's: the route set is the Record-Route of the response from bottom to top (12.1.2). */
    static Dialog ofCaller(SipMessage invite, SipMessage response) throws SipSyntaxException {
        return new Dialog(
                invite.callId(),
                invite.header("From"),
                invite.from().tag(),
                response.header("To"),
                response.to().tag(),
                response.values("Record-Route").reversed(),
                contactOf(response),
                invite.sequence());
    }

    /** The callee's: the route set is the Record-Route of the request from top to bottom (12.1.1). */
    static Dialog ofCallee(SipMessage invite, String localTag) throws SipSyntaxException {
        var dialog = new Dialog(
                invite.callId(),
                invite.header("To") + ";tag=" + localTag,
                localTag,
                invite.header("From"),
                invite.from().tag(),
                invite.values("Record-Route"),
                contactOf(invite),
                0);
        dialog.remoteSequence = invite.sequence();
        return dialog;
    }

    private static String contactOf(SipMessage message) throws SipSyntaxException {
        String uri = NameAddress.parse(message.header("Contact")).uri();
        SipUri.parse(uri); // what cannot be used later is refused now
        return uri;
    }

    String key() {
        return callId + " " + localTag;
    }

    String localTag() {
        return localTag;
    }

    String remoteTag() {
        return remoteTag;
    }

    /** Names this dialog to somebody who is to take our place in it (RFC 3891, 6.1). */
    String replaces() {
        return callId + ";to-tag=" + remoteTag + ";from-tag=" + localTag;
    }

    String remoteUri() {
        return remoteTarget;
    }

    int nextSequence() {
        return ++localSequence;
    }

    /** @return false if the request is older than one that was seen (12.2.2) */
    boolean accepts(SipMessage request) {
        if (request.sequence() <= remoteSequence) {
            return false;
        }
        remoteSequence = request.sequence();
        return true;
    }

    /** A re-INVITE and its answer may move the other end (12.2). */
    void refreshTarget(SipMessage message) throws SipSyntaxException {
        if (message.find("Contact").isPresent()) {
            remoteTarget = contactOf(message);
        }
    }

    /** A request within the dialog (12.2.1.1), by loose or by strict routing. */
    SipMessage request(String method, int sequence) throws SipSyntaxException {
        boolean strict = !routeSet.isEmpty() && !firstRoute().isLooseRouter();
        SipMessage request = SipMessage.request(
                method, strict ? NameAddress.parse(routeSet.getFirst()).uri() : remoteTarget);
        for (String route : strict ? routeSet.subList(1, routeSet.size()) : routeSet) {
            request = request.with("Route", route);
        }
        if (strict) {
            request = request.with("Route", "<" + remoteTarget + ">");
        }
        return request.with("Max-Forwards", "70")
                .with("From", local)
                .with("To", remote)
                .with("Call-ID", callId)
                .with("CSeq", sequence + " " + method);
    }

    private SipUri firstRoute() throws SipSyntaxException {
        return SipUri.parse(NameAddress.parse(routeSet.getFirst()).uri());
    }

    /** Where requests of this dialog go first: the first route, else the other end itself. */
    InetSocketAddress nextHop() throws SipSyntaxException {
        SipUri hop = routeSet.isEmpty() ? SipUri.parse(remoteTarget) : firstRoute();
        return new InetSocketAddress(hop.host(), hop.portOrDefault());
    }
}
