package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ListeningPoint;
import javax.sip.ServerTransaction;
import javax.sip.TransactionState;
import javax.sip.header.Header;
import javax.sip.message.Response;

/** Responses that the proxy gives itself. */
final class Replies {

    private static final int FINAL = 200;

    private final SipEdge edge;
    private final Answers answers;

    Replies(SipEdge edge, Answers answers) {
        this.edge = edge;
        this.answers = answers;
    }

    /** @return false when the request has come before; what was answered is sent again then */
    boolean begin(String key) {
        Optional<byte[]> before = answers.begin(key);
        before.filter(response -> response.length > 0).ifPresent(edge::repeat);
        return before.isEmpty();
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
        } else {
            Answers.keyOf(in.request())
                    .filter(key -> response.getStatusCode() < FINAL
                            || answers.settle(key, response.encodeAsBytes(ListeningPoint.UDP)))
                    .ifPresent(_ -> edge.answerWithoutTransaction(response));
        }
    }

    /** Unless the sender has its final response already: the stack would take a second one for the end of everything. */
    void lastWord(Inbound in, Refusal refusal) {
        if (in.transaction() == null || isOpen(in.transaction())) {
            send(in, refusal);
        }
    }

    private static boolean isOpen(ServerTransaction transaction) {
        TransactionState state = transaction.getState();
        return state == null || TransactionState.TRYING.equals(state) || TransactionState.PROCEEDING.equals(state);
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
