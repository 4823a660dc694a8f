package io.tapedeck.testkit.phone;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request of ours until its final response (RFC 3261, 17.1; RFC 6026 for the 2xx of an INVITE). */
final class ClientTransaction {

    private enum State {
        CALLING,
        PROCEEDING,
        COMPLETED
    }

    private final EventLoop loop;
    private final SipTransport transport;
    private final SipMessage request;
    private final InetSocketAddress destination;
    private final Consumer<SipMessage> onResponse;
    private final boolean invite;
    private State state = State.CALLING;
    private Runnable whenOver = () -> {};
    private EventLoop.@Nullable Timer retransmission;
    private EventLoop.@Nullable Timer giveUp;
    private @Nullable SipMessage ack;

    ClientTransaction(
            EventLoop loop,
            SipTransport transport,
            SipMessage request,
            InetSocketAddress destination,
            Consumer<SipMessage> onResponse) {
        this.loop = loop;
        this.transport = transport;
        this.request = request;
        this.destination = destination;
        this.onResponse = onResponse;
        this.invite = request.method().equals("INVITE");
    }

    SipMessage request() {
        return request;
    }

    InetSocketAddress destination() {
        return destination;
    }

    boolean proceeding() {
        return state == State.PROCEEDING;
    }

    void start(Runnable over) {
        whenOver = over;
        giveUp = loop.afterMillis(Transactions.GIVE_UP_MILLIS, () -> fail(408));
        if (!transport.reliable()) {
            retransmitAfter(Transactions.T1_MILLIS);
        }
        transport.send(request, destination);
    }

    /** Timers A and E: the pause doubles; that of other requests than INVITE not beyond T2. */
    private void retransmitAfter(long millis) {
        retransmission = loop.afterMillis(millis, () -> {
            transport.send(request, destination);
            retransmitAfter(invite ? 2 * millis : Math.min(2 * millis, Transactions.T2_MILLIS));
        });
    }

    void received(SipMessage response) {
        int status = response.status();
        if (status < 200) {
            provisional(response);
        } else if (invite && status < 300) {
            complete();
            onResponse.accept(response);
        } else if (state != State.COMPLETED) {
            complete();
            acknowledge(response);
            onResponse.accept(response);
        } else if (ack != null) {
            transport.send(ack, destination);
        }
    }

    /** Nothing limits how long a phone may ring, once something was heard of it. */
    private void provisional(SipMessage response) {
        if (state == State.COMPLETED) {
            return;
        }
        state = State.PROCEEDING;
        if (invite) {
            cancel(retransmission);
            cancel(giveUp);
        }
        onResponse.accept(response);
    }

    private void complete() {
        if (state != State.COMPLETED) {
            state = State.COMPLETED;
            cancel(retransmission);
            cancel(giveUp);
            loop.afterMillis(Transactions.GIVE_UP_MILLIS, whenOver);
        }
    }

    /** A refused INVITE is acknowledged within the transaction (17.1.1.3). */
    private void acknowledge(SipMessage response) {
        if (!invite) {
            return;
        }
        SipMessage message = SipMessage.request("ACK", request.requestUri())
                .with("Via", request.lines("Via").getFirst())
                .with("From", request.header("From"))
                .with("To", response.header("To"))
                .with("Call-ID", request.callId())
                .with("CSeq", request.sequence() + " ACK")
                .with("Max-Forwards", "70");
        for (String route : request.lines("Route")) {
            message = message.with("Route", route);
        }
        ack = message;
        transport.send(message, destination);
    }

    /** The connection that the request went over is gone. */
    void lost(InetSocketAddress peer) {
        if (destination.equals(peer)) {
            fail(503);
        }
    }

    private void fail(int status) {
        if (state != State.COMPLETED) {
            complete();
            onResponse.accept(SipMessage.response(request, status, ""));
        }
    }

    private static void cancel(EventLoop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
