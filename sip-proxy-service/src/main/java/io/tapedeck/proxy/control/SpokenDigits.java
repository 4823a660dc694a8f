package io.tapedeck.proxy.control;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.TimelineEntry.Means;
import io.tapedeck.proxy.policy.ControlPolicy;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parties of one session press, as the capture node tells it. Only those are listened to who may control
 * recordings; of everybody else a code is only digits. Belongs to the mailbox of the session.
 */
public final class SpokenDigits {

    private static final Logger LOG = LoggerFactory.getLogger(SpokenDigits.class);

    private final SessionId session;
    private final String node;
    private final MediaAnchor anchor;
    private final ControlPolicy policy;
    private final SessionControl control;
    private final Duration longestPause;
    private final Map<String, Listening> parties = new HashMap<>();

    /**
     * @param longestPause between two digits of a code
     */
    public SpokenDigits(
            SessionId session,
            String node,
            MediaAnchor anchor,
            ControlPolicy policy,
            SessionControl control,
            Duration longestPause) {
        this.session = session;
        this.node = node;
        this.anchor = anchor;
        this.policy = policy;
        this.control = control;
        this.longestPause = longestPause;
    }

    /**
     * Begins to listen to a party that the capture node knows by this tag, if it may say something.
     *
     * @return whether it may
     */
    public boolean listenTo(String tag, Party party) {
        policy.rights(party)
                .map(rights -> new CodeListener(rights.codes(), longestPause))
                .filter(codes -> !codes.isDeaf())
                .ifPresentOrElse(codes -> parties.put(tag, new Listening(party, codes)), () -> parties.remove(tag));
        return parties.containsKey(tag);
    }

    /** Whom the node knows by this tag has left. */
    public void ignore(@Nullable String tag) {
        parties.remove(tag);
    }

    /** Whoever is still heard has left. */
    public void listenToNobody() {
        parties.clear();
    }

    /**
     * A key of a party. The digits of a code are taken out of the recordings before anything else happens.
     *
     * @param nanoTime when it was heard
     */
    public void pressed(String tag, char key, long nanoTime) {
        Listening listening = parties.get(tag);
        if (listening != null) {
            listening.codes.press(key, nanoTime).ifPresent(found -> {
                mask(tag, found.digits());
                Verdict verdict = control.byParty(listening.party, found.action(), Means.DTMF);
                LOG.debug("session {}: {} pressed a code: {}", session, listening.party.number(), verdict);
            });
        }
    }

    private void mask(String tag, String code) {
        try {
            anchor.maskDigits(node, session, tag, code);
        } catch (MediaUnavailable e) {
            LOG.warn("session {}: the digits of a code stay in the recording: {}", session, e.getMessage());
        }
    }

    private record Listening(Party party, CodeListener codes) {}
}
