package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.testkit.audio.AudioSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a {@link Softphone}. Every public method may be called by any thread; those with a time wait so long at
 * most, {@link #sendInfo} and {@link #reinvite} wait for their final response, the others return at once.
 */
public abstract sealed class PhoneCall permits OutgoingCall, IncomingCall {

    private static final Duration RESPONSE_PATIENCE = Duration.ofMillis(Transactions.GIVE_UP_MILLIS + 1_000);

    final UserAgent agent;
    final AudioSession audio;
    private final CompletableFuture<Integer> outcome = new CompletableFuture<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final CompletableFuture<Integer> transferred = new CompletableFuture<>();
    private final PeerMessages peer = new PeerMessages();
    private @Nullable Dialog dialog; // SIP loop, like all below
    private @Nullable ServerTransaction unacknowledged;
    private Direction direction = Direction.SENDRECV;
    private Direction proposed = Direction.SENDRECV;
    private boolean negotiating;
    private boolean saidGoodbye;

    PhoneCall(UserAgent agent, AudioSession audio) {
        this.agent = agent;
        this.audio = audio;
    }

    /** Waits for the final response. @return whether the call was answered in time */
    public final boolean answered(Duration within) {
        return Waiting.isDone(outcome, within) && isSuccess(statusCode());
    }

    /** The final status of the INVITE; 0 while there is none. */
    public final int statusCode() {
        return outcome.getNow(0);
    }

    /** Waits for the call's end: a refusal, a BYE of either side that was answered, a CANCEL. */
    public final boolean ended(Duration within) {
        return Waiting.isDone(end, within);
    }

    /** Ends the call: BYE when it is answered, else CANCEL for our own and a refusal for one that came in. */
    public abstract void hangUp();

    /** Gives up our own call before it is answered; if the answer crosses it, the call is ended by BYE. */
    public void cancel() {
        throw new IllegalStateException("only an outgoing call can be cancelled");
    }

    /** Sends 180 for an incoming call. */
    public void ring() {
        throw new IllegalStateException("only an incoming call can ring");
    }

    /** Answers an incoming call with 200. */
    public void answer(AudioSource what) {
        throw new IllegalStateException("only an incoming call can be answered");
    }

    /** Refuses an incoming call. */
    public void reject(int status) {
        throw new IllegalStateException("an outgoing call cannot be refused with " + status);
    }

    /** Sends the caller of an incoming call to somebody else (302): {@code 1003} or a whole {@code sip:} URI. */
    public void deflect(String target) {
        throw new IllegalStateException("an outgoing call cannot be deflected to " + target);
    }

    /** What was heard so far: 8 kHz, on the time line of arrival, sample 0 is the start of the media. */
    public final short[] heard() {
        return audio.receiver().heard().samples();
    }

    /** The payloads that were heard so far, of codecs that the phone does not decode. */
    public final List<byte[]> heardEncoded() {
        return audio.receiver().encoded();
    }

    /** The keys that the other side pressed (RFC 4733). */
    public final String heardKeys() {
        return audio.receiver().keys();
    }

    /** The header X-Session-Id of what came in; empty if there was none. */
    public final String sessionId() {
        return peer.sessionId();
    }

    /** A header of the last INVITE or response to ours that came in. */
    public final Optional<String> header(String name) {
        return peer.last().flatMap(message -> message.find(name));
    }

    /** The body of that message: usually the session description that the other side's proxy gave us. */
    public final String sessionDescription() {
        return peer.last().map(SipMessage::body).orElse("");
    }

    /** The INFO requests that came in, whole. */
    public final List<String> infos() {
        return peer.infos();
    }

    /** @return the final status, 408 when none came */
    public final int sendInfo(Map<String, String> headers) {
        return sendInfo(headers, "text/plain", "");
    }

    /** @return the final status, 408 when none came */
    public final int sendInfo(Map<String, String> headers, String contentType, String body) {
        return ask("INFO", request -> {
            SipMessage whole = request;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                whole = whole.with(header.getKey(), header.getValue());
            }
            return whole.withBody(contentType, body);
        });
    }

    /** Sends a MESSAGE within the call. @return the final status, 408 when none came */
    public final int sendMessage(String contentType, String body) {
        return ask("MESSAGE", request -> request.withBody(contentType, body));
    }

    /** Presses keys one after the other, each for 160 ms with 140 ms between; sound is left out meanwhile. */
    public final void sendDtmf(String keys) {
        audio.press(keys);
    }

    /** Goes on with another sound, at the position that the call has. */
    public final void play(AudioSource what) {
        audio.play(what);
    }

    /** Holds ({@code SENDONLY}, {@code INACTIVE}) or takes back. @return the final status, 408 when none came */
    public final int reinvite(Direction wanted) {
        return ask("INVITE", request -> {
            negotiating = true;
            proposed = wanted;
            return request.with("Contact", agent.contact()).withBody("application/sdp", audio.offer(wanted));
        });
    }

    /**
     * Sends the other side to somebody else (RFC 5589, 6). The call goes on until the other side tells that it got through.
     *
     * @param target {@code 1003} (at our own domain) or a whole {@code sip:} URI
     * @return the final status of the REFER: 202 when the other side tries; 408 when none came
     */
    public final int transfer(String target) {
        return refer("<" + agent.uriOf(target) + ">");
    }

    /** Connects the other side with that of another call of this phone, which may still ring (RFC 5589, 7). */
    public final int transferTo(PhoneCall consultation) {
        var status = new CompletableFuture<Integer>();
        agent.sip().execute(() -> {
            String referTo = ReferTo.replacing(consultation.remoteUri(), consultation.replaces());
            if (dialog == null || end.isDone()) {
                status.complete(481);
            } else {
                inDialog(
                        "REFER", request -> referral(request, referTo), response -> status.complete(response.status()));
            }
        });
        return Waiting.valueOr(status, RESPONSE_PATIENCE, 408);
    }

    private int refer(String referTo) {
        return ask("REFER", request -> referral(request, referTo));
    }

    private SipMessage referral(SipMessage request, String referTo) {
        return request.with("Refer-To", referTo)
                .with("Referred-By", "<" + agent.account().uri() + ">")
                .with("Contact", agent.contact());
    }

    /** Waits for what the other side tells of the call it was sent to. @return its final status; 0 when none came */
    public final int transferOutcome(Duration within) {
        return Waiting.isDone(transferred, within) ? transferred.getNow(0) : 0;
    }

    /** Names this call's dialog to somebody who is to take our place in it: the value of a Replaces header. */
    public final String replacesHeader() {
        var value = new CompletableFuture<String>();
        agent.sip().execute(() -> value.complete(replaces()));
        return value.join();
    }

    /** {@code Call-ID;to-tag=theirs;from-tag=ours}. */
    String replaces() {
        Dialog current = Objects.requireNonNull(dialog, "no dialog yet");
        return current.replaces();
    }

    String remoteUri() {
        return Objects.requireNonNull(dialog, "no dialog yet").remoteUri();
    }

    public final long sentPackets() {
        return audio.sender().packets();
    }

    public final long receivedPackets() {
        return audio.receiver().packets();
    }

    /** RTCP packets that came in. */
    public final long receivedReports() {
        return audio.receiver().reports();
    }

    private int ask(String method, UnaryOperator<SipMessage> completion) {
        var status = new CompletableFuture<Integer>();
        agent.sip().execute(() -> {
            if (dialog == null || end.isDone()) {
                status.complete(481);
            } else {
                inDialog(method, completion, response -> status.complete(response.status()));
            }
        });
        return Waiting.valueOr(status, RESPONSE_PATIENCE, 408);
    }

    private void inDialog(String method, UnaryOperator<SipMessage> completion, Consumer<SipMessage> onFinal) {
        Dialog current = Objects.requireNonNull(dialog, "no dialog yet");
        try {
            SipMessage request = completion.apply(current.request(method, current.nextSequence()));
            agent.send(request, current.nextHop(), current::nextSequence, response -> {
                if (response.status() >= 200) {
                    if (method.equals("INVITE")) {
                        renegotiated(response);
                    }
                    onFinal.accept(response);
                }
            });
        } catch (SipSyntaxException e) {
            throw new IllegalStateException("the other side gave a route that cannot be used", e);
        }
    }

    private void renegotiated(SipMessage response) {
        negotiating = false;
        if (!isSuccess(response.status())) {
            return;
        }
        try {
            acknowledge(response);
            direction = proposed;
            audio.connect(CallSdp.parse(response.body()), direction);
        } catch (SipSyntaxException e) {
            throw new IllegalStateException("the answer to our re-INVITE cannot be used", e);
        }
    }

    /** Sends the ACK of a 2xx. */
    final void acknowledge(SipMessage response) throws SipSyntaxException {
        Dialog current = Objects.requireNonNull(dialog, "no dialog yet");
        current.refreshTarget(response);
        agent.acknowledge(current.request("ACK", response.sequence()), current.nextHop());
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    final void established(Dialog newDialog) {
        dialog = newDialog;
        agent.add(newDialog.key(), this);
    }

    final boolean isEstablished() {
        return dialog != null && isSuccess(statusCode());
    }

    final boolean isOver() {
        return end.isDone();
    }

    final void heard(SipMessage message) {
        peer.heard(message);
    }

    final void decided(int status) {
        outcome.complete(status);
    }

    final void over(String reason) {
        audio.close();
        outcome.complete(487);
        end.complete(reason);
        if (dialog != null) {
            agent.remove(dialog.key());
        }
    }

    final void sendBye() {
        if (dialog != null && !saidGoodbye && !end.isDone()) {
            saidGoodbye = true;
            audio.close();
            inDialog("BYE", request -> request, response -> over("we hung up"));
        }
    }

    /** The phone is being closed: says goodbye and does not wait for an answer. */
    final void abandon() {
        if (isEstablished()) {
            sendBye();
        } else {
            hangUp();
        }
        over("the phone was closed");
    }

    /** The INVITE of this call, if it is this one's, was cancelled. */
    void cancelledByPeer(ServerTransaction invite) {
        // only an incoming call can be
    }

    final void acknowledged(SipMessage ack) throws SipSyntaxException {
        if (unacknowledged != null) {
            unacknowledged.acknowledged();
            unacknowledged = null;
            if (!ack.body().isEmpty()) { // the answer to the offer in our 200
                audio.connect(CallSdp.parse(ack.body()), direction);
            }
        }
    }

    /** A request of the other side within the dialog. */
    final void request(ServerTransaction transaction) throws SipSyntaxException {
        SipMessage request = transaction.request();
        if (dialog == null || !dialog.accepts(request)) {
            transaction.respond(500, "");
            return;
        }
        switch (request.method()) {
            case "INVITE" -> reinvited(transaction, dialog);
            case "BYE" -> {
                transaction.respond(200, "");
                over("the other side hung up");
            }
            case "INFO" -> {
                peer.info(request);
                transaction.respond(200, "");
            }
            case "OPTIONS" -> transaction.respond(200, "");
            case "REFER" -> referred(transaction);
            case "NOTIFY" -> notified(transaction);
            default -> transaction.respond(405, "");
        }
    }

    /** Calls whom the other side wants to be called, with the sound that is being played, and tells what comes of it. */
    private void referred(ServerTransaction transaction) throws SipSyntaxException {
        SipMessage request = transaction.request();
        ReferTo referTo = ReferTo.parse(request.header("Refer-To"));
        transaction.respond(202, "");
        var headers = new LinkedHashMap<>(referTo.headers());
        request.find("Referred-By").ifPresent(by -> headers.put("Referred-By", by));
        OutgoingCall next = OutgoingCall.begin(agent, referTo.uri(), audio.playing(), headers);
        agent.referred(next);
        next.whenDecided(status -> agent.sip().execute(() -> tell(status)));
    }

    /** RFC 3515, 2.4.5. */
    private void tell(int status) {
        if (dialog != null) {
            inDialog(
                    "NOTIFY",
                    request -> request.with("Event", "refer")
                            .with("Subscription-State", "terminated;reason=noresource")
                            .with("Contact", agent.contact())
                            .withBody("message/sipfrag", "SIP/2.0 " + status + " " + ReasonPhrase.of(status) + "\r\n"),
                    response -> {});
        }
    }

    private void notified(ServerTransaction transaction) {
        transaction.respond(200, "");
        String line = transaction.request().body();
        int status = line.startsWith("SIP/2.0 ") ? Integer.parseInt(line.substring(8, 11)) : 0;
        if (status >= 200) {
            transferred.complete(status);
        }
        if (isSuccess(status)) {
            sendBye();
        }
    }

    final void whenDecided(IntConsumer action) {
        var _ = outcome.thenAccept(action::accept);
    }

    private void reinvited(ServerTransaction transaction, Dialog current) throws SipSyntaxException {
        if (negotiating) {
            transaction.respond(491, ""); // both at once (14.2)
            return;
        }
        SipMessage request = transaction.request();
        current.refreshTarget(request);
        heard(request);
        if (request.body().isEmpty()) {
            accept(transaction, audio.offer(direction));
            return;
        }
        CallSdp offer = CallSdp.parse(request.body());
        accept(transaction, audio.answer(offer, offer.mirrored()));
        audio.connect(offer, offer.mirrored());
    }

    /** Sends 200 with a session description and repeats it until the ACK comes. */
    final void accept(ServerTransaction transaction, String sdp) {
        String tag = dialog == null ? "" : dialog.localTag();
        unacknowledged = transaction;
        transaction.whenUnacknowledged(this::sendBye);
        transaction.respond(SipMessage.response(transaction.request(), 200, tag)
                .with("Contact", agent.contact())
                .withBody("application/sdp", sdp));
    }
}
