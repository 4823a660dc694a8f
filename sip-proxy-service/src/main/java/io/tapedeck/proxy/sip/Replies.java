package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.header.Header;
import javax.sip.message.Response;

/** Responses that the proxy gives itself. */
final class Replies {

    private final SipEdge edge;

    Replies(SipEdge edge) {
        this.edge = edge;
    }

    void trying(Inbound in) {
        send(in, in.request().createResponse(Response.TRYING));
    }

    void send(Inbound in, Refusal refusal) {
        send(in, build(in.request(), refusal));
    }

    void send(Inbound in, SIPResponse response) {
        if (in.transaction() != null) {
            edge.answer(in.transaction(), response);
        }
    }

    static SIPResponse build(SIPRequest request, Refusal refusal) {
        SIPResponse response = build(request, refusal.statusCode(), refusal.reason());
        for (Header header : refusal.headers()) {
            response.addHeader((Header) header.clone());
        }
        return response;
    }

    static SIPResponse build(SIPRequest request, int statusCode, String reason) {
        SIPResponse response = request.createResponse(statusCode, reason);
        if (response.getToTag() == null) {
            response.setToTag(Long.toHexString(ThreadLocalRandom.current().nextLong()));
        }
        return response;
    }
}
