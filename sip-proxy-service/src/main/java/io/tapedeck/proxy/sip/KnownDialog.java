package io.tapedeck.proxy.sip;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.directory.DirectoryEvent;
import io.tapedeck.proxy.dialog.Side;
import io.tapedeck.proxy.routing.Flow;
import io.tapedeck.proxy.routing.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The dialogs that one INVITE makes, early ones included, as far as a stranger may refer to them. Safe for any thread. */
final class KnownDialog {

    /** More than an INVITE has targets with phones behind them. */
    private static final int MOST_RESPONDERS = 256;

    final CallSession session;
    final String callId;
    final String initiatorTag;

    /** Of the session, who sent the INVITE. */
    final Side initiator;

    private final End initiatorEnd;
    private final Map<String, End> responders = new ConcurrentHashMap<>();
    private volatile String answered = "";

    KnownDialog(CallSession session, String callId, String initiatorTag, Side initiator, End initiatorEnd) {
        this.session = session;
        this.callId = callId;
        this.initiatorTag = initiatorTag;
        this.initiator = initiator;
        this.initiatorEnd = initiatorEnd;
    }

    /** Contact of who sent the INVITE. */
    String initiatorUri() {
        return initiatorEnd.uri();
    }

    void heard(String responderTag, End responder) {
        boolean room = responders.size() < MOST_RESPONDERS || responders.containsKey(responderTag);
        if (!responderTag.isEmpty() && room) {
            responders.put(responderTag, responder);
        }
    }

    void answered(String responderTag) {
        answered = responderTag;
    }

    /** Null when there is no such dialog. */
    @Nullable
    Replaced find(ReplacesHeader wanted) {
        if (wanted.toTag().equals(initiatorTag)) {
            return responders.containsKey(wanted.fromTag())
                    ? new Replaced(this, initiatorEnd, initiator.other(), false)
                    : null;
        }
        End responder = responders.get(wanted.toTag());
        boolean rings = !wanted.toTag().equals(answered);
        return responder == null || !wanted.fromTag().equals(initiatorTag)
                ? null
                : new Replaced(this, responder, initiator, rings);
    }

    /**
     * One end of a dialog.
     *
     * @param uri its Contact
     * @param flow where it is reached; null when its Contact will do
     */
    record End(Party party, String uri, @Nullable Flow flow, DirectoryEvent.@Nullable Trunk trunk) {

        Target target() {
            return new Target(uri, flow, party, trunk, 1);
        }
    }

    /**
     * A dialog of which one end is to be replaced.
     *
     * @param staying who keeps its place, and gets the INVITE
     * @param leaving the other end
     * @param rings the one that stays rings still, so it has nothing that could be replaced (RFC 3891, 3)
     */
    record Replaced(KnownDialog dialog, End staying, Side leaving, boolean rings) {

        CallSession session() {
            return dialog.session;
        }
    }
}
