package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.RegisterOutcome;
import io.tapedeck.proxy.routing.Registrar;
import io.tapedeck.proxy.routing.Registrar.ContactBinding;
import io.tapedeck.proxy.routing.Registrar.RegisterRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import javax.sip.address.SipURI;

/** REGISTER (RFC 3261, 10.3): hands the directory what the request says and puts its answer into words. */
final class Registration {

    private final Registrar registrar;
    private final Replies replies;

    Registration(Registrar registrar, Replies replies) {
        this.registrar = registrar;
        this.replies = replies;
    }

    void handle(Inbound in, Authentication sender) {
        if (!(sender instanceof Authentication.Device device)) {
            replies.send(in, new Refusal(403, "Forbidden"));
            return;
        }
        if (!(in.request().getTo().getAddress().getURI() instanceof SipURI)) {
            replies.send(
                    in,
                    new Refusal(400, "Bad Request")); // no address of record (RFC 3261, 10.3 step 5; RFC 4475, 3.3.4)
            return;
        }
        switch (registrar.register(request(in, device))) {
            case RegisterOutcome.Accepted(var bindings) -> accept(in, bindings);
            case RegisterOutcome.Refused(int status, String reason, OptionalInt minExpires) ->
                replies.send(in, refusal(status, reason, minExpires));
        }
    }

    private void accept(Inbound in, List<RegisterOutcome.Accepted.Binding> bindings) {
        SIPResponse response = Replies.build(in.request(), 200, "OK");
        for (var binding : bindings) {
            response.addHeader(Headers.of("Contact", "<" + binding.uri() + ">;expires=" + binding.remainingSeconds()));
        }
        replies.send(in, response);
    }

    private static Refusal refusal(int status, String reason, OptionalInt minExpires) {
        return minExpires.isPresent()
                ? new Refusal(
                        status, reason, List.of(Headers.of("Min-Expires", Integer.toString(minExpires.getAsInt()))))
                : new Refusal(status, reason);
    }

    private static RegisterRequest request(Inbound in, Authentication.Device device) {
        SIPRequest request = in.request();
        var contacts = new ArrayList<ContactBinding>();
        boolean wildcard = false;
        if (request.getContactHeaders() != null) {
            for (Contact contact : request.getContactHeaders()) {
                if (contact.isWildCard()) {
                    wildcard = true;
                } else {
                    contacts.add(binding(contact));
                }
            }
        }
        return new RegisterRequest(
                device,
                in.toUser(),
                in.callId(),
                request.getCSeq().getSeqNumber(),
                wildcard,
                contacts,
                seconds(request.getExpires() == null ? -1 : request.getExpires().getExpires()),
                in.source());
    }

    private static ContactBinding binding(Contact contact) {
        double q = contact.getQValue() < 0 ? 1 : Math.min(1, contact.getQValue());
        return new ContactBinding(contact.getAddress().getURI().toString(), seconds(contact.getExpires()), q);
    }

    private static OptionalInt seconds(int value) {
        return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
