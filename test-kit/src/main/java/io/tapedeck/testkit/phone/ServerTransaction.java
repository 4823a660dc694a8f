package io.tapedeck.testkit.phone;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request of the other side until our final response has arrived there (RFC 3261, 17.2 and 13.3.1.4). */
final class ServerTransaction {

    private final EventLoop loop;
    private final SipTransport transport;
    private final SipMessage request;
    private final InetSocketAddress source;
    private Runnable whenOver = () -> {};
    private Runnable whenUnacknowledged = () -> {};
    private @Nullable SipMessage last;
    private EventLoop.@Nullable Timer retransmission;
    private boolean acknowledged;

    ServerTransaction(EventLoop loop, SipTransport transport, SipMessage request, InetSocketAddress source) {
        this.loop = loop;
        this.transport = transport;
        this.request = request;
        this.source = source;
    }

    SipMessage request() {
        return request;
    }

    boolean answered() {
        return last != null && last.status() >= 200;
    }

    void whenOver(Runnable over) {
        whenOver = over;
    }

    /** What to do when the peer never acknowledges our 2xx: the call is dead (13.3.1.4). */
    void whenUnacknowledged(Runnable task) {
        whenUnacknowledged = task;
    }

    /** Sends a response; what follows a final one is ignored. */
    void respond(SipMessage response) {
        if (answered()) {
            return;
        }
        last = response;
        transport.send(response, source);
        if (response.status() < 200) {
            return;
        }
        boolean success = response.status() < 300;
        if (request.method().equals("INVITE") && (success || !transport.reliable())) {
            retransmitAfter(Transactions.T1_MILLIS);
        }
        loop.afterMillis(Transactions.GIVE_UP_MILLIS, () -> {
            stopRetransmission();
            whenOver.run();
            if (success && !acknowledged && request.method().equals("INVITE")) {
                whenUnacknowledged.run();
            }
        });
    }

    void respond(int status, String toTag) {
        respond(SipMessage.response(request, status, toTag));
    }

    private void retransmitAfter(long millis) {
        retransmission = loop.afterMillis(millis, () -> {
            repeated();
            retransmitAfter(Math.min(2 * millis, Transactions.T2_MILLIS));
        });
    }

    /** The request came again, or its answer must go out again. */
    void repeated() {
        if (last != null) {
            transport.send(last, source);
        }
    }

    void acknowledged() {
        acknowledged = true;
        stopRetransmission();
    }

    private void stopRetransmission() {
        if (retransmission != null) {
            retransmission.cancel();
        }
    }
}
