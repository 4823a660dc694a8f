package io.tapedeck.proxy.control;

import io.tapedeck.contracts.RecordingId;
import io.tapedeck.contracts.RecordingOrder;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.proxy.policy.Medium;
import io.tapedeck.proxy.recording.MediaAnchor;
import io.tapedeck.proxy.recording.MediaUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A capture node that does what it is told, and remembers it. */
final class ObligingAnchor implements MediaAnchor {

    final List<String> done = new ArrayList<>();
    boolean away;
    boolean full;

    /** Goes away when it has done so much. */
    int most = Integer.MAX_VALUE;

    @Override
    public Set<RecordingId> startRecording(String node, SessionId session, List<RecordingOrder> orders)
            throws MediaUnavailable {
        carryOut("start " + orders.size());
        return full
                ? Set.copyOf(orders.stream().map(RecordingOrder::recordingId).toList())
                : Set.of();
    }

    @Override
    public void stopRecording(String node, SessionId session, RecordingId recording) throws MediaUnavailable {
        carryOut("stop");
    }

    @Override
    public void stopRecording(String node, SessionId session, RecordingId recording, Duration after)
            throws MediaUnavailable {
        carryOut(after.isZero() ? "stop" : "stop after " + after);
    }

    @Override
    public void pauseRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable {
        carryOut("pause " + new TreeSet<>(media));
    }

    @Override
    public void resumeRecording(String node, SessionId session, Set<Medium> media) throws MediaUnavailable {
        carryOut("resume " + new TreeSet<>(media));
    }

    @Override
    public void tellDigit(String node, SessionId session, String tag, char key, Duration length)
            throws MediaUnavailable {
        carryOut("tell " + key);
    }

    @Override
    public void maskDigits(String node, SessionId session, String tag, String code) throws MediaUnavailable {
        carryOut("mask " + code);
    }

    @Override
    public void hearDigits(String node, SessionId session, List<String> tags, DigitListener listener) {
        done.add("hear " + tags);
    }

    private void carryOut(String command) throws MediaUnavailable {
        if (away || done.size() >= most) {
            throw new MediaUnavailable("the node is away");
        }
        done.add(command);
    }

    @Override
    public String chooseNode(SessionId session) {
        return "127.0.0.1:2223";
    }

    @Override
    public String offer(MediaDialog dialog, String sdp) {
        return sdp;
    }

    @Override
    public Answer answer(MediaDialog dialog, String toTag, String sdp, List<RecordingOrder> orders) {
        return new Answer(sdp, Set.of());
    }

    @Override
    public void delete(String node, SessionId session) {
        done.add("delete");
    }

    @Override
    public boolean alive(String node, SessionId session) {
        return true;
    }
}
