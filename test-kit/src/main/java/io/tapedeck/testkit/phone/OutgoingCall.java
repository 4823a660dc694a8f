package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.testkit.audio.AudioSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that we make, until it is answered (RFC 3261, 13.2). Lives on the SIP loop. */
final class OutgoingCall extends PhoneCall {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingCall.class);

    /** Nobody sends it: our own word for an answer without a usable contact or session description. */
    private static final int UNUSABLE_ANSWER = 488;

    private final String callId = Tokens.random() + "@phone";
    private int sequence = 1;
    private @Nullable Exchange exchange;
    private @Nullable Dialog answeredDialog;
    private @Nullable Dialog earlyDialog;
    private boolean cancelWanted;
    private boolean cancelSent;

    private OutgoingCall(UserAgent agent, AudioSession audio) {
        super(agent, audio);
    }

    static OutgoingCall begin(UserAgent agent, String uri, AudioSource what, Map<String, String> headers) {
        AudioSession audio = agent.newAudio();
        audio.play(what);
        var call = new OutgoingCall(agent, audio);
        agent.sip().execute(() -> call.invite(uri, headers));
        return call;
    }

    private void invite(String uri, Map<String, String> headers) {
        SipMessage invite = agent.request("INVITE", uri, uri, callId, sequence);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            invite = invite.with(header.getKey(), header.getValue());
        }
        invite = invite.withBody("application/sdp", audio.offer(Direction.SENDRECV));
        agent.add(callId, this); // until there is a dialog, so that closing the phone finds the call
        exchange = agent.send(invite, agent.proxy(), () -> ++sequence, this::received);
    }

    private void received(SipMessage response) {
        try {
            heard(response);
            if (response.status() < 200) {
                provisional(response);
            } else if (isSuccess(response.status())) {
                answered(response);
            } else {
                decided(response.status());
                agent.remove(callId);
                over("refused with " + response.status());
            }
        } catch (SipSyntaxException e) {
            LOG.warn("call {} cannot use {}: {}", callId, response.startLine(), e.getMessage());
            if (response.status() >= 200) {
                decided(UNUSABLE_ANSWER);
                hangUpOrForget();
            }
        }
    }

    private void hangUpOrForget() {
        if (answeredDialog != null) {
            sendBye();
        } else {
            agent.remove(callId);
            over("the answer could not be used");
        }
    }

    private void provisional(SipMessage response) throws SipSyntaxException {
        if (cancelWanted) {
            sendCancel();
            return;
        }
        if (exchange != null
                && !response.to().tag().isEmpty()
                && response.find("Contact").isPresent()) {
            earlyDialog = Dialog.ofCaller(exchange.request(), response);
        }
        connect(response); // early media
    }

    @Override
    String replaces() {
        return answeredDialog == null && earlyDialog != null ? earlyDialog.replaces() : super.replaces();
    }

    @Override
    String remoteUri() {
        return answeredDialog == null && earlyDialog != null ? earlyDialog.remoteUri() : super.remoteUri();
    }

    /** Whether a Replaces header means this call while it rings: only who calls may be replaced then (RFC 3891, 3). */
    boolean isEarly(String callIdOfOther, String ourTag) {
        return answeredDialog == null
                && earlyDialog != null
                && callId.equals(callIdOfOther)
                && earlyDialog.localTag().equals(ourTag);
    }

    private void answered(SipMessage response) throws SipSyntaxException {
        SipMessage invite =
                Objects.requireNonNull(exchange, "answered before it was sent").request();
        Dialog answering = Dialog.ofCaller(invite, response);
        if (answeredDialog == null) {
            answeredDialog = answering;
            agent.remove(callId);
            established(answering);
            acknowledge(response);
            connectOrHangUp(response);
        } else if (answering.remoteTag().equals(answeredDialog.remoteTag())) {
            acknowledge(response); // our ACK was lost
        } else {
            refuseSecond(answering, response);
        }
    }

    private void connectOrHangUp(SipMessage response) throws SipSyntaxException {
        if (cancelWanted) {
            sendBye(); // the answer has crossed our CANCEL
            return;
        }
        connect(response);
        decided(response.status());
    }

    /** A 200 may leave out what a 183 has already said. */
    private void connect(SipMessage response) throws SipSyntaxException {
        if (!response.body().isEmpty()) {
            audio.connect(CallSdp.parse(response.body()), Direction.SENDRECV);
        }
    }

    /** A fork has brought a second answer: it is acknowledged and ended (13.2.2.4). */
    private void refuseSecond(Dialog second, SipMessage response) throws SipSyntaxException {
        agent.acknowledge(second.request("ACK", response.sequence()), second.nextHop());
        agent.send(second.request("BYE", second.nextSequence()), second.nextHop(), second::nextSequence, bye -> {});
    }

    @Override
    public void cancel() {
        agent.sip().execute(this::cancelOrWait);
    }

    private void cancelOrWait() {
        cancelWanted = true;
        if (isEstablished()) {
            sendBye();
        } else {
            sendCancel();
        }
    }

    private void sendCancel() {
        if (!cancelSent && exchange != null && exchange.cancel()) {
            cancelSent = true;
        }
    }

    @Override
    public void hangUp() {
        cancel();
    }
}
