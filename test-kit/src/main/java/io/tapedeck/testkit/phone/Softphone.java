package io.tapedeck.testkit.phone;

import io.tapedeck.testkit.audio.AudioSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A telephone without a bell: SIP over UDP or TCP, G.711 over RTP (silence in some other codecs), any number of calls at once on two threads.
 *
 * <pre>{@code
 * try (var alice = Softphone.at(proxy).identity("1001", "example.org").credentials("alice", "secret").build()) {
 *     alice.register(Duration.ofSeconds(5));                        // 200
 *     PhoneCall call = alice.call("1002", AudioSource.tone(440));
 *     call.answered(Duration.ofSeconds(5));                         // true
 *     call.hangUp();
 * }
 * }</pre>
 *
 * Every method may be called by any thread. Its parser, transactions and dialogs are its own, so that it checks other
 * SIP stacks instead of repeating their mistakes.
 */
public final class Softphone implements AutoCloseable {

    private static final int MOST_WAITING_CALLS = 10_000;
    private static final int EXPIRES_SECONDS = 3_600;

    private final UserAgent agent;
    private final BlockingQueue<PhoneCall> incoming = new LinkedBlockingQueue<>(MOST_WAITING_CALLS);
    private final BlockingQueue<PhoneCall> referrals = new LinkedBlockingQueue<>(MOST_WAITING_CALLS);
    private final String registration = Tokens.random() + "@phone";
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile @Nullable AudioSource automaticAnswer;

    private Softphone(Builder settings) {
        agent = new UserAgent(settings, this::comesIn, referrals::add);
    }

    /** @param proxy where all requests outside of dialogs go: the registrar and outbound proxy */
    public static Builder at(InetSocketAddress proxy) {
        return new Builder(proxy);
    }

    /** What a phone is made from; everything but the identity has a default. */
    public static final class Builder {

        private final InetSocketAddress proxy;
        private Account account = new Account("anonymous", "invalid", "anonymous", "");
        private boolean tcp;
        private InetSocketAddress bind = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        private List<Codec> codecs = List.of(Codec.PCMA);
        private boolean keyEvents = true;
        private boolean encrypts;
        private int videoPort;
        private Duration longestHeard = Duration.ofMinutes(15);

        private Builder(InetSocketAddress proxy) {
            this.proxy = proxy;
        }

        public Builder identity(String user, String domain) {
            account = new Account(user, domain, account.username(), account.password());
            return this;
        }

        public Builder credentials(String username, String password) {
            account = new Account(account.user(), account.domain(), username, password);
            return this;
        }

        /** @param name {@code udp} (default) or {@code tcp} */
        public Builder transport(String name) {
            tcp = switch (name) {
                case "udp" -> false;
                case "tcp" -> true;
                default -> throw new IllegalArgumentException("transport must be udp or tcp, was " + name);
            };
            return this;
        }

        /** @param host of SIP and RTP; 127.0.0.1 unless told otherwise */
        public Builder localAddress(String host) {
            return localAddress(host, 0);
        }

        /** @param sipPort 0 for any free one */
        public Builder localAddress(String host, int sipPort) {
            bind = new InetSocketAddress(host, sipPort);
            return this;
        }

        /** The only one that is offered; an offer of the other side may have the other one. */
        public Builder codec(Codec preferred) {
            codecs = List.of(preferred);
            return this;
        }

        /** Offers both, in this order; of an offer it takes the one that comes first there. */
        public Builder codecs(Codec first, Codec second) {
            codecs = List.of(first, second);
            return this;
        }

        /** A phone from before RFC 4733: keys are what they sound like. */
        public Builder withoutKeyEvents() {
            keyEvents = false;
            return this;
        }

        /** Sends and takes SRTP only, with keys in the SDP (RFC 4568). */
        public Builder encrypting() {
            encrypts = true;
            return this;
        }

        /**
         * Offers and accepts H.264 beside the sound. The phone itself neither sends nor takes pictures.
         *
         * @param port of the camera, which is the caller's; for one call at a time
         */
        public Builder withVideoAt(int port) {
            videoPort = port;
            return this;
        }

        /** How much of each call is kept in memory (one minute is 1 MB); later sound is counted, not kept. */
        public Builder longestHeard(Duration longest) {
            longestHeard = longest;
            return this;
        }

        public Softphone build() {
            return new Softphone(this);
        }

        InetSocketAddress proxy() {
            return proxy;
        }

        Account account() {
            return account;
        }

        boolean tcp() {
            return tcp;
        }

        InetSocketAddress bind() {
            return bind;
        }

        List<Codec> codecs() {
            return codecs;
        }

        boolean keyEvents() {
            return keyEvents;
        }

        boolean encrypts() {
            return encrypts;
        }

        int videoPort() {
            return videoPort;
        }

        Duration longestHeard() {
            return longestHeard;
        }
    }

    /** Where this phone listens for SIP. */
    public InetSocketAddress address() {
        return agent.local();
    }

    /** @return the final status: 200, 401 or 403 for a wrong password, 408 when no answer came in time */
    public int register(Duration timeout) {
        return register(EXPIRES_SECONDS, timeout);
    }

    /** @return the final status, see {@link #register(Duration)} */
    public int unregister() {
        return register(0, Duration.ofSeconds(20));
    }

    private int register(int expiresSeconds, Duration timeout) {
        Account account = agent.account();
        SipMessage request = agent.request(
                        "REGISTER", "sip:" + account.domain(), account.uri(), registration, sequence.incrementAndGet())
                .with("Expires", String.valueOf(expiresSeconds));
        return finalStatus(request, timeout);
    }

    /** Asks what the target can do. @return the final status, 408 when no answer came in time */
    public int options(String target, Duration timeout) {
        String uri = uriOf(target);
        return finalStatus(
                agent.request("OPTIONS", uri, uri, Tokens.random() + "@phone", sequence.incrementAndGet()), timeout);
    }

    /** Sends a MESSAGE outside of any call. @return the final status, 408 when no answer came in time */
    public int message(String target, String contentType, String body, Duration timeout) {
        String uri = uriOf(target);
        return finalStatus(
                agent.request("MESSAGE", uri, uri, Tokens.random() + "@phone", sequence.incrementAndGet())
                        .withBody(contentType, body),
                timeout);
    }

    private int finalStatus(SipMessage request, Duration timeout) {
        CompletableFuture<Integer> status =
                agent.ask(request, sequence::incrementAndGet).thenApply(SipMessage::status);
        return Waiting.valueOr(status, timeout, 408);
    }

    /**
     * Calls and returns at once.
     *
     * @param target {@code 1002} (at our own domain) or a whole {@code sip:} URI
     */
    public PhoneCall call(String target, AudioSource what) {
        return call(target, what, Map.of());
    }

    /** @param headers more headers of the INVITE */
    public PhoneCall call(String target, AudioSource what, Map<String, String> headers) {
        return OutgoingCall.begin(agent, uriOf(target), what, headers);
    }

    private String uriOf(String target) {
        return agent.uriOf(target);
    }

    /** From now on every call is answered at once, each with this sound from its beginning. */
    public void autoAnswer(AudioSource what) {
        automaticAnswer = what;
    }

    /**
     * The next call that has come in, whether it was answered automatically or waits for {@link PhoneCall#answer}.
     *
     * @throws IllegalStateException when none comes in time
     */
    public PhoneCall incoming(Duration within) {
        return next(incoming, within, "no call came in");
    }

    /** Calls that have come in and that nobody has asked for. */
    public void forgetIncoming() {
        incoming.clear();
    }

    /**
     * The next call that the phone has made because another one has sent it there (REFER), or has taken in the place of
     * one that it had (Replaces). It plays what the call before played.
     *
     * @throws IllegalStateException when there is none in time
     */
    public PhoneCall transferred(Duration within) {
        return next(referrals, within, "no call was transferred");
    }

    private PhoneCall next(BlockingQueue<PhoneCall> calls, Duration within, String otherwise) {
        try {
            PhoneCall call = calls.poll(within.toNanos(), TimeUnit.NANOSECONDS);
            if (call != null) {
                return call;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(
                agent.account().user() + ": " + otherwise + " within " + within.toMillis() + " ms");
    }

    private void comesIn(IncomingCall call) {
        AudioSource answer = automaticAnswer;
        if (answer != null) {
            call.ring();
            call.answer(answer);
        }
        if (!incoming.offer(call) && answer == null) {
            call.reject(486);
        }
    }

    /** Ends all calls without waiting for the other sides; afterwards no thread and no socket of this phone is left. */
    @Override
    public void close() {
        agent.close();
    }
}
