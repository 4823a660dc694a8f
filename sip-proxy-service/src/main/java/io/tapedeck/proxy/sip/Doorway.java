package io.tapedeck.proxy.sip;

import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipListener;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the dispatcher while the stack comes up: messages that arrive in the instant between the sockets and the
 * rest are dropped; the senders repeat them.
 */
final class Doorway implements SipListener {

    private volatile @Nullable SipListener inside;

    void open(SipListener listener) {
        inside = listener;
    }

    @Override
    public void processRequest(RequestEvent event) {
        SipListener listener = inside;
        if (listener != null) {
            listener.processRequest(event);
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        SipListener listener = inside;
        if (listener != null) {
            listener.processResponse(event);
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        SipListener listener = inside;
        if (listener != null) {
            listener.processTimeout(event);
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        SipListener listener = inside;
        if (listener != null) {
            listener.processIOException(event);
        }
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        SipListener listener = inside;
        if (listener != null) {
            listener.processTransactionTerminated(event);
        }
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
