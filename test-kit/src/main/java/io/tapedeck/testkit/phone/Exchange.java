package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.digest.DigestAlgorithm;
import io.tapedeck.protocol.digest.DigestChallenge;
import io.tapedeck.protocol.digest.DigestCredentials;
import io.tapedeck.protocol.digest.DigestException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request of ours until its final response; a challenge (401, 407) is answered once, a stale nonce once more (RFC
 * 3261, 22; RFC 8760). Lives on the SIP loop.
 */
final class Exchange {

    private static final int MOST_ATTEMPTS = 3;

    private final Transactions transactions;
    private final Account account;
    private final InetSocketAddress destination;
    private final IntSupplier nextSequence;
    private final Consumer<SipMessage> onResponse;
    private SipMessage request;
    private @Nullable ClientTransaction transaction;
    private int attempts;

    /** @param nextSequence gives the CSeq of the repetition */
    Exchange(
            Transactions transactions,
            Account account,
            SipMessage request,
            InetSocketAddress destination,
            IntSupplier nextSequence,
            Consumer<SipMessage> onResponse) {
        this.transactions = transactions;
        this.account = account;
        this.request = request;
        this.destination = destination;
        this.nextSequence = nextSequence;
        this.onResponse = onResponse;
    }

    Exchange start() {
        attempts++;
        transaction = transactions.send(request, destination, this::received);
        return this;
    }

    /** As it was sent last. */
    SipMessage request() {
        return request;
    }

    /** @return false while nothing was heard of the other side: then nothing may be cancelled yet (9.1) */
    boolean cancel() {
        if (transaction == null || !transaction.proceeding()) {
            return false;
        }
        transactions.cancel(transaction);
        return true;
    }

    private void received(SipMessage response) {
        boolean challenged = response.status() == 401 || response.status() == 407;
        Optional<DigestChallenge> challenge = challenged ? strongest(response) : Optional.empty();
        boolean worthTrying = challenge.isPresent()
                && attempts < MOST_ATTEMPTS
                && (attempts == 1 || challenge.get().stale());
        if (worthTrying) {
            repeat(challenge.get(), response.status() == 401 ? "Authorization" : "Proxy-Authorization");
        } else {
            onResponse.accept(response);
        }
    }

    private static Optional<DigestChallenge> strongest(SipMessage response) {
        List<String> lines = response.lines(response.status() == 401 ? "WWW-Authenticate" : "Proxy-Authenticate");
        return lines.stream()
                .flatMap(line -> understood(line).stream())
                .max(Comparator.comparing(challenge -> challenge.algorithm() == DigestAlgorithm.SHA_256));
    }

    private static Optional<DigestChallenge> understood(String line) {
        try {
            return Optional.of(DigestChallenge.parse(line));
        } catch (DigestException anotherScheme) {
            return Optional.empty();
        }
    }

    private void repeat(DigestChallenge challenge, String header) {
        String ha1 = challenge.algorithm().ha1(account.username(), challenge.realm(), account.password());
        String method = request.method();
        String credentials = DigestCredentials.answer(
                        challenge, account.username(), ha1, method, request.requestUri(), Tokens.random(), 1)
                .toHeaderValue();
        request =
                request.replace("CSeq", nextSequence.getAsInt() + " " + method).replace(header, credentials);
        start();
    }
}
