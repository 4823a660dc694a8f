package io.tapedeck.proxy.recording;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.policy.Medium;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The capture nodes. Every call is a round trip on the network: it blocks its (virtual) thread until the node has
 * answered or the time-out of the settings has passed. A node is named by its ng address, {@code host:port}.
 */
public interface MediaAnchor {

    /** The node for a new session: rendezvous hash of the session id over the healthy nodes. */
    String chooseNode(SessionId session) throws MediaUnavailable;

    /**
     * @param sdp as the sender wrote it
     * @return the SDP to send on
     */
    String offer(MediaDialog dialog, String sdp) throws MediaUnavailable, SdpRefused;

    /**
     * @param dialog the one that was given to {@link #offer}; its from-tag stays that of the offer
     * @param toTag tag of the side that sends this answer
     * @param orders recordings that start with this answer; empty: recording neither starts nor changes
     */
    Answer answer(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused;

    /**
     * Answers for a party that does not exist: what the other one says goes nowhere but into recordings, and it hears what
     * is played.
     *
     * @param sdp of the answer, whose addresses mean nothing
     */
    default Answer answerForNobody(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders)
            throws MediaUnavailable, SdpRefused {
        return answer(dialog, toTag, sdp, orders);
    }

    /** From now on it is known how long this party says nothing. */
    default void listenForSpeech(String node, SessionId session, String tag) throws MediaUnavailable {}

    /** How long the caller has said nothing; empty when that cannot be heard in the codec that is spoken. */
    default Optional<Duration> callerSilentFor(String node, SessionId session) throws MediaUnavailable {
        return Optional.empty();
    }

    /**
     * Starts these recordings in the middle of a call.
     *
     * @return those optional ones that the node has no room for
     */
    Set<RecordingId> startRecording(String node, SessionId session, List<RecordingOrder> orders)
            throws MediaUnavailable;

    /** Stops one recording; the others go on. */
    void stopRecording(String node, SessionId session, RecordingId recording) throws MediaUnavailable;

    /**
     * Stops one recording after a while, by itself, though nobody waits for that.
     *
     * @param after a minute at most
     */
    default void stopRecording(String node, SessionId session, RecordingId recording, Duration after)
            throws MediaUnavailable {
        stopRecording(node, session, recording);
    }

    /** From when this returns not one packet of these media reaches the disk, whatever recordings start or stop. */
    void pauseRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable;

    void resumeRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable;

    /** Tells the node of a key that a party pressed without sending it among its media. */
    void tellDigit(String node, SessionId session, String tag, char key, Duration length) throws MediaUnavailable;

    /** The last keys of the party were this code, and are to be in no recording. */
    void maskDigits(String node, SessionId session, String tag, String code) throws MediaUnavailable;

    /**
     * From now on tells what these parties press, until the session is deleted. Returns at once. When the node or the way to
     * it is away, it goes on when they are back.
     */
    void hearDigits(String node, SessionId session, List<String> tags, DigitListener listener);

    /** Ends the session on its node. Returns at once; retried in the background; never throws. */
    void delete(String node, SessionId session);

    /** Whether the node still knows the session; true as well when the node does not answer. */
    boolean alive(String node, SessionId session);

    /** Is told of keys. Called on a thread that all calls of a node share, so it must not wait. */
    @FunctionalInterface
    interface DigitListener {

        /**
         * @param tag of who pressed it
         * @param key one of {@code 0-9 * # A-D}
         */
        void pressed(String tag, char key);
    }

    /**
     * What the node made of an answer.
     *
     * @param sdp to send on
     * @param refused those optional recordings that the node has no room for
     */
    record Answer(String sdp, Set<RecordingId> refused) {

        public Answer {
            refused = Set.copyOf(refused);
        }
    }

    /**
     * One offer and its answer.
     *
     * @param node as chosen by {@link #chooseNode}
     * @param sipCallId Call-ID as the phone wrote it
     * @param fromTag tag of the side that sends the offer; for a re-INVITE of the callee, the callee's
     * @param fromCaller whether that side is the session's caller
     */
    record MediaDialog(
            String node,
            SessionId session,
            String sipCallId,
            String fromTag,
            boolean fromCaller,
            TenantId tenant,
            Party caller,
            Party callee) {}
}
