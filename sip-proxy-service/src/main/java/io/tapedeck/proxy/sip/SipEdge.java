package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.text.ParseException;
import java.util.List;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.UUID;
import javax.sip.ClientTransaction;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TransportNotSupportedException;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JAIN-SIP stack: sockets, parser and transactions. Sending is allowed from any thread. */
final class SipEdge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SipEdge.class);
    private static final int PORT_ATTEMPTS = 50;
    private static final int FINAL = 200;

    private final StackThreads threads = new StackThreads();
    private final BoundedStack stack;
    private final SipProvider provider;
    private final SipMetrics metrics;
    private final LocalAddresses addresses;
    private final Connections connections;

    /** Binds the sockets; messages begin to arrive at the listener before this returns. */
    SipEdge(SipServerSettings settings, SipListener listener, SipMetrics metrics) throws IOException {
        this.metrics = metrics;
        connections = new Connections(settings.tcp(), System::nanoTime, metrics::connectionRefused);
        metrics.watchConnections(connections::size);
        InetAddress bound = InetAddress.getByName(settings.listenHost());
        int port = settings.listenPort() == 0 ? freePort(bound) : settings.listenPort();
        addresses = new LocalAddresses(bound, port, settings.advertisedHost());
        try {
            stack = threads.start(() -> new BoundedStack(properties(), connections));
            stack.setMessageParserFactory(_ -> new CountingParser(metrics::malformed));
            provider = threads.start(() -> listen(stack, bound.getHostAddress(), port, listener));
        } catch (IOException e) {
            threads.close();
            throw new IOException("SIP cannot listen on " + settings.listenHost() + ":" + port, e);
        }
    }

    private static SipProvider listen(SipStackImpl stack, String host, int port, SipListener listener)
            throws SipException, InvalidArgumentException, TooManyListenersException {
        try {
            ListeningPoint udp = stack.createListeningPoint(host, port, ListeningPoint.UDP);
            SipProvider first = stack.createSipProvider(udp);
            first.addSipListener(listener);
            first.addListeningPoint(stack.createListeningPoint(host, port, ListeningPoint.TCP));
            return first;
        } catch (ObjectInUseException | TransportNotSupportedException | InvalidArgumentException e) {
            stack.stop();
            throw e;
        }
    }

    private static Properties properties() {
        var properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "tapedeck-" + UUID.randomUUID());
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        // The stack keeps no dialogs, so to it every NOTIFY comes unsolicited.
        properties.setProperty("gov.nist.javax.sip.DELIVER_UNSOLICITED_NOTIFY", "true");
        // One reader keeps the messages of a call in order; it only sorts them into mailboxes.
        properties.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", QuietStackLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", QuietServerLogger.class.getName());
        properties.setProperty("gov.nist.javax.sip.TIMER_CLASS_NAME", StackTimer.class.getName());
        properties.setProperty("gov.nist.javax.sip.MESSAGE_PROCESSOR_FACTORY", PortFactory.class.getName());
        properties.setProperty("javax.sip.ROUTER_PATH", FlowRouter.class.getName());
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", "65536");
        properties.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "2097152");
        properties.setProperty("gov.nist.javax.sip.CONNECTION_TIMEOUT", "5000");
        // A peer that stops in the middle of a message must not hold a thread for ever.
        properties.setProperty("gov.nist.javax.sip.READ_TIMEOUT", "10000");
        return properties;
    }

    /** A port that is free for UDP and TCP alike. */
    private static int freePort(InetAddress host) throws IOException {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            try (var tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(host, 0));
                int port = tcp.getLocalPort();
                try (var _ = new DatagramSocket(new InetSocketAddress(host, port))) {
                    return port;
                } catch (IOException e) {
                    LOG.debug("port {} is taken for UDP", port, e);
                }
            }
        }
        throw new IOException("no port is free for both UDP and TCP on " + host);
    }

    /** @param times as fast as usual; what has been scheduled before is not touched */
    void hasten(int times) {
        if (stack.getTimer() instanceof StackTimer timer) {
            timer.hasten(times);
        }
    }

    LocalAddresses addresses() {
        return addresses;
    }

    Connections connections() {
        return connections;
    }

    int serverTransactions() {
        return stack.getServerTransactionTableSize();
    }

    /** One line each. */
    List<String> serverTransactionsInWords() {
        return stack.serverTransactionsInWords();
    }

    int clientTransactions() {
        return stack.getClientTransactionTableSize();
    }

    /** What the stack's own timer holds. */
    int stackTimers() {
        return stack.getTimer() instanceof StackTimer timer ? timer.size() : 0;
    }

    ServerTransaction accept(Request request) throws SipException {
        return provider.getNewServerTransaction(request);
    }

    ClientTransaction open(Request request, Hop hop) throws SipException {
        FlowRouter.direct(request, hop);
        return provider.getNewClientTransaction(request);
    }

    /** For ACK of a 2xx, which is a transaction of its own without response (RFC 3261, 17.1.1.3). */
    void sendWithoutTransaction(Request request, Hop hop) throws SipException {
        FlowRouter.direct(request, hop);
        provider.sendRequest(request);
    }

    void answer(ServerTransaction transaction, Response response) {
        try {
            transaction.sendResponse(response);
            metrics.response(response.getStatusCode());
        } catch (SipException | InvalidArgumentException | RuntimeException e) { // the stack fails so with some Vias
            LOG.debug("response {} was not sent", response.getStatusCode(), e);
            if (response.getStatusCode() >= FINAL) {
                endWithoutAnswer(transaction);
            }
        }
    }

    /** Its sender cannot be reached, and no timer of the stack would ever end it. */
    private static void endWithoutAnswer(ServerTransaction transaction) {
        try {
            transaction.terminate();
        } catch (ObjectInUseException e) {
            throw new IllegalStateException("a transaction without dialog can always be ended", e);
        }
    }

    /** By its Via, as further 2xx of a fork and retransmitted ones need it (RFC 3261, 16.7 step 10). */
    void answerWithoutTransaction(Response response) {
        try {
            provider.sendResponse(response);
            metrics.response(response.getStatusCode());
        } catch (SipException | RuntimeException e) { // the stack fails so with some Vias
            LOG.debug("response {} was not sent", response.getStatusCode(), e);
        }
    }

    /** A response as it was sent before. */
    void repeat(byte[] response) {
        try {
            answerWithoutTransaction((SIPResponse) new StringMsgParser().parseSIPMessage(response, true, false, null));
        } catch (ParseException e) {
            throw new IllegalStateException("a response that was sent can be read", e);
        }
    }

    @Override
    public void close() {
        stack.stop();
        threads.close();
    }
}
