package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.testkit.audio.AudioSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that comes in, until it is answered (RFC 3261, 13.3). Lives on the SIP loop. */
final class IncomingCall extends PhoneCall {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingCall.class);

    private final ServerTransaction invite;
    private final String localTag;

    private IncomingCall(UserAgent agent, ServerTransaction invite, String localTag) {
        super(agent, agent.newAudio());
        this.invite = invite;
        this.localTag = localTag;
    }

    static IncomingCall begin(UserAgent agent, ServerTransaction invite) throws SipSyntaxException {
        invite.respond(100, "");
        String localTag = Tokens.random();
        Dialog dialog = Dialog.ofCallee(invite.request(), localTag);
        var call = new IncomingCall(agent, invite, localTag);
        call.established(dialog);
        call.heard(invite.request());
        return call;
    }

    @Override
    public void ring() {
        agent.sip()
                .execute(() -> invite.respond(
                        SipMessage.response(invite.request(), 180, localTag).with("Contact", agent.contact())));
    }

    @Override
    public void answer(AudioSource what) {
        agent.sip().execute(() -> answerNow(what));
    }

    private void answerNow(AudioSource what) {
        if (invite.answered() || isOver()) {
            return;
        }
        audio.play(what);
        try {
            if (invite.request().body().isEmpty()) {
                accept(invite, audio.offer(Direction.SENDRECV)); // answered by the ACK
            } else {
                CallSdp offer = CallSdp.parse(invite.request().body());
                accept(invite, audio.answer(offer, offer.mirrored()));
                audio.connect(offer, offer.mirrored());
            }
            decided(200);
        } catch (SipSyntaxException e) {
            LOG.info("call {} refused: {}", invite.request().callId(), e.getMessage());
            refuse(488);
        }
    }

    @Override
    public void reject(int status) {
        agent.sip().execute(() -> refuse(status));
    }

    @Override
    public void deflect(String target) {
        agent.sip()
                .execute(() -> refuse(SipMessage.response(invite.request(), 302, localTag)
                        .with("Contact", "<" + agent.uriOf(target) + ">")));
    }

    private void refuse(int status) {
        refuse(SipMessage.response(invite.request(), status, localTag));
    }

    private void refuse(SipMessage response) {
        if (!invite.answered()) {
            invite.respond(response);
            decided(response.status());
            over("we refused with " + response.status());
        }
    }

    @Override
    void cancelledByPeer(ServerTransaction cancelled) {
        if (cancelled == invite) {
            refuse(487);
        }
    }

    @Override
    public void hangUp() {
        agent.sip().execute(() -> {
            if (isEstablished()) {
                sendBye();
            } else {
                refuse(480);
            }
        });
    }
}
