package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPRequest;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Flow;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.sip.address.SipURI;
import org.jspecify.annotations.Nullable;

/** When a sender is to be reached where its requests come from instead of where its Contact says (RFC 5626, 5). */
final class NatRule {

    private static final int DEFAULT_PORT = 5060;

    private NatRule() {}

    /**
     * @return null when the Contact will do: for everybody behind another proxy, and for trunks, whose Contact may well
     *     be another machine, unless it is a private address behind a public one
     */
    static @Nullable Flow flowBackTo(Inbound in, Authentication sender) {
        SIPRequest request = in.request();
        boolean direct = request.getViaHeaders().size() == 1;
        if (!direct || !(contactOf(request) instanceof SipURI contact)) {
            return null;
        }
        if (sender instanceof Authentication.Device) {
            return in.source().transport() == Flow.Transport.TCP || !same(contact, in.source()) ? in.source() : null;
        }
        boolean hidden = isPrivate(contact.getHost())
                && !isPrivate(LocalAddresses.text(in.source().address().getAddress()));
        return hidden ? in.source() : null;
    }

    private static @Nullable Object contactOf(SIPRequest request) {
        Contact contact = request.getContactHeader();
        return contact == null ? null : contact.getAddress().getURI();
    }

    private static boolean same(SipURI contact, Flow source) {
        int port = contact.getPort() < 0 ? DEFAULT_PORT : contact.getPort();
        return port == source.address().getPort()
                && contact.getHost().equals(LocalAddresses.text(source.address().getAddress()));
    }

    private static boolean isPrivate(String host) {
        boolean literal = host.startsWith("[") || host.matches("[0-9.]+");
        if (!literal) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isSiteLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
