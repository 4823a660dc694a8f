package io.tapedeck.capture.session;

import io.tapedeck.contracts.RecordingId;
import java.util.Set;

/**
 * How much a call has come to hold.
 *
 * @param tags of parties, those of forks that lost included
 * @param recordings ordered, whatever became of them
 * @param intervals of all recordings, open and closed
 * @param subscribers by name
 */
public record CallContents(Set<String> tags, Set<RecordingId> recordings, int intervals, Set<String> subscribers) {

    public CallContents {
        tags = Set.copyOf(tags);
        recordings = Set.copyOf(recordings);
        subscribers = Set.copyOf(subscribers);
    }
}
