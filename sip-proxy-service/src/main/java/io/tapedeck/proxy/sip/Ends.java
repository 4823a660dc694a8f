package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.contracts.Party;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Target;
import io.tapedeck.proxy.sip.KnownDialog.End;

/** Who is at the ends of a dialog, by the messages that make it. */
final class Ends {

    private Ends() {}

    static End ofInitiator(Inbound in, Authentication sender, Party party) {
        var trunk = sender instanceof Authentication.Trunk(var from) ? from : null;
        String fallback = in.request().getFrom().getAddress().getURI().toString();
        return new End(party, contact(in.request(), fallback), NatRule.flowBackTo(in, sender), trunk);
    }

    static End ofResponder(Target target, SIPResponse response) {
        return new End(target.party(), contact(response, target.uri()), target.flow(), target.trunk());
    }

    private static String contact(SIPMessage message, String otherwise) {
        Contact contact = message.getContactHeader();
        return contact == null ? otherwise : contact.getAddress().getURI().toString();
    }

    /** Who sends a request, as a party. */
    static Party party(Inbound in, Authentication sender) {
        return switch (sender) {
            case Authentication.Device(var tenant, var user, var device) ->
                new Party(
                        Party.Network.ONNET,
                        user.extension(),
                        user.displayName(),
                        tenant.domain(),
                        user.id(),
                        device.id(),
                        null);
            case Authentication.Trunk(var trunk) ->
                new Party(
                        Party.Network.OFFNET,
                        in.fromUser(),
                        in.fromDisplayName(),
                        trunk.host(),
                        null,
                        null,
                        trunk.id());
            case Authentication.Challenge _, Authentication.Refused _ -> Party.offnet(in.fromUser());
        };
    }
}
