package io.tapedeck.proxy.announce;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param folder where the segments lie; made when it is not there
 * @param segmentBytes a segment is closed at this size
 * @param syncEvery what a power failure may cost
 * @param heartbeatEvery how exactly the end of a call is known that a crash has cut off
 */
public record JournalSettings(Path folder, long segmentBytes, Duration syncEvery, Duration heartbeatEvery) {

    public JournalSettings {
        if (segmentBytes < 1) {
            throw new IllegalArgumentException("a segment has a size, not " + segmentBytes);
        }
        if (!syncEvery.isPositive() || !heartbeatEvery.isPositive()) {
            throw new IllegalArgumentException("sync and heartbeat need a time: " + syncEvery + ", " + heartbeatEvery);
        }
    }
}
