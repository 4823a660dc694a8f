package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.MessageProcessorFactory;
import gov.nist.javax.sip.stack.OIOMessageProcessorFactory;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import javax.sip.ListeningPoint;

/** Makes the stack's ports. Public with a public constructor because the stack makes it by name. */
public final class PortFactory implements MessageProcessorFactory {

    private final MessageProcessorFactory usual = new OIOMessageProcessorFactory();

    @Override
    public MessageProcessor createMessageProcessor(
            SIPTransactionStack stack, InetAddress address, int port, String transport) throws IOException {
        return transport.equalsIgnoreCase(ListeningPoint.UDP)
                ? new DatagramPort(address, stack, port)
                : usual.createMessageProcessor(stack, address, port, transport);
    }
}
