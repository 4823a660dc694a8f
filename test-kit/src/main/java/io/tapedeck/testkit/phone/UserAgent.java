package io.tapedeck.testkit.phone;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The core of a phone: finds the call that a message belongs to. Its maps live on the SIP loop. */
final class UserAgent implements Transactions.User {

    private static final Logger LOG = LoggerFactory.getLogger(UserAgent.class);
    private static final String ALLOW = "INVITE, ACK, CANCEL, BYE, INFO, OPTIONS, REFER, NOTIFY";

    private final Account account;
    private final InetSocketAddress proxy;
    private final List<Codec> codecs;
    private final boolean keyEvents;
    private final boolean encrypts;
    private final int videoPort;
    private final Duration longestHeard;
    private final EventLoop sip;
    private final EventLoop media;
    private final Transactions transactions;
    private final Consumer<IncomingCall> onIncoming;
    private final Consumer<PhoneCall> onReferral;
    private final Map<String, PhoneCall> calls = new HashMap<>();
    private volatile boolean closed;

    UserAgent(Softphone.Builder settings, Consumer<IncomingCall> onIncoming, Consumer<PhoneCall> onReferral) {
        this.account = settings.account();
        this.proxy = settings.proxy();
        this.codecs = settings.codecs();
        this.keyEvents = settings.keyEvents();
        this.encrypts = settings.encrypts();
        this.videoPort = settings.videoPort();
        this.longestHeard = settings.longestHeard();
        this.onIncoming = onIncoming;
        this.onReferral = onReferral;
        this.sip = new EventLoop("phone-" + account.user() + "-sip");
        this.media = new EventLoop("phone-" + account.user() + "-media");
        this.transactions = new Transactions(sip, settings.tcp(), settings.bind(), this);
        sip.execute(transactions.transport()::start);
    }

    InetSocketAddress local() {
        return transactions.transport().local();
    }

    InetSocketAddress proxy() {
        return proxy;
    }

    Account account() {
        return account;
    }

    EventLoop sip() {
        return sip;
    }

    /** @throws IllegalStateException when the phone is closed: nobody would close the ports */
    AudioSession newAudio() {
        if (closed) {
            throw new IllegalStateException("the phone of " + account.user() + " is closed");
        }
        return new AudioSession(
                media,
                local().getAddress(),
                codecs,
                keyEvents,
                encrypts,
                videoPort,
                longestHeard,
                InstantSource.system());
    }

    String contact() {
        SipTransport transport = transactions.transport();
        String address = "sip:" + account.user() + "@" + transport.hostPort();
        return "<" + address + (transport.reliable() ? ";transport=tcp" : "") + ">";
    }

    /** A request outside of dialogs, to the proxy. */
    SipMessage request(String method, String uri, String to, String callId, int sequence) {
        return SipMessage.request(method, uri)
                .with("Max-Forwards", "70")
                .with("From", "<" + account.uri() + ">;tag=" + Tokens.random())
                .with("To", "<" + to + ">")
                .with("Call-ID", callId)
                .with("CSeq", sequence + " " + method)
                .with("Contact", contact())
                .with("User-Agent", "Tapedeck Softphone")
                .with("Allow", ALLOW);
    }

    Exchange send(SipMessage request, InetSocketAddress to, IntSupplier nextSequence, Consumer<SipMessage> onResponse) {
        return new Exchange(transactions, account, request, to, nextSequence, onResponse).start();
    }

    /** Sends from any thread. @return the first final response */
    CompletableFuture<SipMessage> ask(SipMessage request, IntSupplier nextSequence) {
        var answer = new CompletableFuture<SipMessage>();
        sip.execute(() -> send(request, proxy, nextSequence, response -> {
            if (response.status() >= 200) {
                answer.complete(response);
            }
        }));
        return answer;
    }

    void acknowledge(SipMessage ack, InetSocketAddress to) {
        transactions.sendAck(ack, to);
    }

    void add(String key, PhoneCall call) {
        calls.put(key, call);
    }

    void remove(String key) {
        calls.remove(key);
    }

    List<PhoneCall> calls() {
        return List.copyOf(calls.values());
    }

    @Override
    public void request(ServerTransaction transaction) {
        SipMessage request = transaction.request();
        try {
            PhoneCall call = find(request);
            if (request.method().equals("CANCEL")) {
                cancel(transaction);
            } else if (call != null) {
                call.request(transaction);
            } else if (!request.to().tag().isEmpty()) {
                transaction.respond(481, "");
            } else {
                outsideDialogs(transaction);
            }
        } catch (SipSyntaxException e) {
            LOG.warn("refused {}: {}", request.startLine(), e.getMessage());
            transaction.respond(400, Tokens.random());
        }
    }

    private @Nullable PhoneCall find(SipMessage request) throws SipSyntaxException {
        return calls.get(request.callId() + " " + request.to().tag());
    }

    private void outsideDialogs(ServerTransaction transaction) throws SipSyntaxException {
        SipMessage request = transaction.request();
        switch (request.method()) {
            case "INVITE" -> invited(transaction);
            case "OPTIONS" ->
                transaction.respond(SipMessage.response(request, 200, Tokens.random())
                        .with("Allow", ALLOW)
                        .with("Accept", "application/sdp"));
            case "BYE", "INFO" -> transaction.respond(481, Tokens.random());
            default ->
                transaction.respond(
                        SipMessage.response(request, 405, Tokens.random()).with("Allow", ALLOW));
        }
    }

    private void invited(ServerTransaction transaction) throws SipSyntaxException {
        Optional<String> replaces = transaction.request().find("Replaces");
        if (replaces.isEmpty()) {
            onIncoming.accept(IncomingCall.begin(this, transaction));
            return;
        }
        PhoneCall replaced = replaced(replaces.get());
        if (replaced == null) {
            transaction.respond(481, Tokens.random());
            return;
        }
        IncomingCall call = IncomingCall.begin(this, transaction);
        call.answer(replaced.audio.playing()); // the other party is there already (RFC 3891, 3)
        referred(call);
        replaced.hangUp();
    }

    private @Nullable PhoneCall replaced(String replaces) {
        Map<String, String> parameters = SipUri.parameters(replaces.substring(replaces.indexOf(';')));
        String callId = replaces.substring(0, replaces.indexOf(';')).strip();
        String ours = parameters.getOrDefault("to-tag", "");
        PhoneCall known = calls.get(callId + " " + ours);
        if (known != null) {
            return known.isEstablished() ? known : null;
        }
        return calls.get(callId) instanceof OutgoingCall early && early.isEarly(callId, ours) ? early : null;
    }

    /** A call that this phone makes or takes because it was asked to by SIP. */
    void referred(PhoneCall call) {
        onReferral.accept(call);
    }

    String uriOf(String target) {
        return target.contains(":") ? target : "sip:" + target + "@" + account.domain();
    }

    private void cancel(ServerTransaction cancel) {
        ServerTransaction invite = transactions.inviteOf(cancel.request());
        if (invite == null) {
            cancel.respond(481, Tokens.random());
            return;
        }
        cancel.respond(200, Tokens.random());
        calls().forEach(call -> call.cancelledByPeer(invite));
    }

    @Override
    public void acknowledged(SipMessage ack) {
        try {
            PhoneCall call = find(ack);
            if (call != null) {
                call.acknowledged(ack);
            }
        } catch (SipSyntaxException e) {
            LOG.warn("dropped an ACK: {}", e.getMessage());
        }
    }

    void close() {
        closed = true;
        sip.execute(() -> calls().forEach(PhoneCall::abandon));
        sip.close();
        media.close();
    }
}
