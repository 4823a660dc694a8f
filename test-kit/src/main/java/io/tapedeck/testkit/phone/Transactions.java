package io.tapedeck.testkit.phone;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transactions of a phone (RFC 3261, 17), on its loop's thread: retransmissions end here. */
final class Transactions implements SipTransport.Receiver {

    /** Who decides about requests that are new. */
    interface User {

        void request(ServerTransaction transaction);

        /** The ACK of a 2xx: it belongs to no transaction. */
        void acknowledged(SipMessage ack);
    }

    static final long T1_MILLIS = 500;
    static final long T2_MILLIS = 4_000;
    static final long GIVE_UP_MILLIS = 64 * T1_MILLIS;

    private final EventLoop loop;
    private final SipTransport transport;
    private final User user;
    private final Map<String, ClientTransaction> clients = new HashMap<>();
    private final Map<String, ServerTransaction> servers = new HashMap<>();

    Transactions(EventLoop loop, boolean tcp, InetSocketAddress bind, User user) {
        this.loop = loop;
        this.user = user;
        this.transport = new SipTransport(loop, tcp, bind, this);
    }

    SipTransport transport() {
        return transport;
    }

    /**
     * Sends a request, to which this adds the Via.
     *
     * @param onResponse gets every response but the repeated ones; for an INVITE also each repeated 2xx, because each
     *     needs its ACK; 408 or 503 of our own making when none comes
     */
    ClientTransaction send(SipMessage request, InetSocketAddress to, Consumer<SipMessage> onResponse) {
        String branch = Tokens.branch();
        var transaction =
                new ClientTransaction(loop, transport, request.withFirst("Via", transport.via(branch)), to, onResponse);
        String key = branch + request.method();
        clients.put(key, transaction);
        transaction.start(() -> clients.remove(key));
        return transaction;
    }

    /** A CANCEL has the branch of the INVITE that it cancels (9.1). */
    void cancel(ClientTransaction invite) {
        SipMessage original = invite.request();
        SipMessage cancel = SipMessage.request("CANCEL", original.requestUri());
        for (String name : List.of("Via", "Route", "From", "To", "Call-ID")) {
            for (String line : original.lines(name)) {
                cancel = cancel.with(name, line);
            }
        }
        cancel = cancel.with("CSeq", original.sequence() + " CANCEL").with("Max-Forwards", "70");
        String key = original.branch() + "CANCEL";
        var transaction = new ClientTransaction(loop, transport, cancel, invite.destination(), response -> {});
        clients.put(key, transaction);
        transaction.start(() -> clients.remove(key));
    }

    /** Sends outside of transactions: the ACK of a 2xx. */
    void sendAck(SipMessage ack, InetSocketAddress to) {
        transport.send(ack.withFirst("Via", transport.via(Tokens.branch())), to);
    }

    @Override
    public void received(SipMessage message, InetSocketAddress source) {
        if (!message.isRequest()) {
            ClientTransaction transaction = clients.get(message.branch() + message.method());
            if (transaction != null) {
                transaction.received(message);
            }
            return;
        }
        String branch = serverKey(message);
        if (message.method().equals("ACK")) {
            acknowledged(servers.get(branch + "INVITE"), message);
            return;
        }
        ServerTransaction known = servers.get(branch + message.method());
        if (known != null) {
            known.repeated();
            return;
        }
        begin(branch + message.method(), message, source);
    }

    private void begin(String key, SipMessage request, InetSocketAddress source) {
        var transaction = new ServerTransaction(loop, transport, request, source);
        servers.put(key, transaction);
        transaction.whenOver(() -> servers.remove(key));
        user.request(transaction);
    }

    /** The ACK of a refusal has the branch of its INVITE, that of a 2xx has its own. */
    private void acknowledged(@Nullable ServerTransaction invite, SipMessage ack) {
        if (invite == null) {
            user.acknowledged(ack);
        } else {
            invite.acknowledged();
        }
    }

    /** The INVITE that a CANCEL wants to cancel. */
    @Nullable
    ServerTransaction inviteOf(SipMessage cancel) {
        return servers.get(serverKey(cancel) + "INVITE");
    }

    private static String serverKey(SipMessage request) {
        String via = request.values("Via").getFirst();
        return request.branch() + " " + via.split(";", 2)[0] + " ";
    }

    @Override
    public void lost(InetSocketAddress peer) {
        List.copyOf(clients.values()).forEach(transaction -> transaction.lost(peer));
    }
}
