package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.proxy.routing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import javax.sip.ClientTransaction;
import javax.sip.ObjectInUseException;
import org.jspecify.annotations.Nullable;

/** One try to reach one target. Belongs to the mailbox of its context. */
final class Branch {

    /** More than phones behind another proxy ring at once. */
    static final int MOST_EARLY = 32;

    /** Number of the target; a second try with credentials keeps it. */
    final int number;

    final ResponseContext context;
    final @Nullable Target target;
    final Outbound outbound;

    @Nullable
    ClientTransaction transaction;

    /** A response below 200 has come, so a CANCEL may follow (RFC 3261, 9.1). */
    boolean provisional;

    boolean cancelWanted;
    boolean cancelSent;

    /** Credentials were sent, or must not be. */
    boolean loggedIn;

    /** Its targets are being tried instead (3xx), or it is tried again with credentials. */
    boolean replaced;

    /** The call has gone elsewhere; what the target says does not matter, unless it answers before all others. */
    boolean passedOver;

    /** 0 while the target has not answered for good. */
    int status;

    /** Null where the proxy itself found the status, as after a time-out. */
    @Nullable
    SIPResponse response;

    /** The 2xx to an INVITE of which nobody else knows yet: whoever sent it waits for the ACK. */
    @Nullable
    SIPResponse owed;

    /** Under how many names the target has rung. */
    private final List<String> early = new ArrayList<>(1);

    private @Nullable Future<?> timer;

    Branch(int number, ResponseContext context, @Nullable Target target, Outbound outbound) {
        this.number = number;
        this.context = context;
        this.target = target;
        this.outbound = outbound;
    }

    /** Whether who rings under that tag is passed on: not under ever new ones, all of which would have to be remembered. */
    boolean mayRing(String tag) {
        return early.contains(tag) || early.size() < MOST_EARLY && early.add(tag);
    }

    boolean pending() {
        return status == 0 && !replaced;
    }

    void timer(@Nullable Future<?> next) {
        if (timer != null) {
            timer.cancel(false);
        }
        timer = next;
    }

    void abandon() {
        timer(null);
        try {
            if (transaction != null) {
                transaction.terminate();
            }
        } catch (ObjectInUseException e) {
            throw new IllegalStateException("a transaction without dialog can always be ended", e);
        }
    }
}
