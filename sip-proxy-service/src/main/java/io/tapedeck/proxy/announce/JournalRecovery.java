package io.tapedeck.proxy.announce;

import io.tapedeck.contracts.CloudEvent;
import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.calls.CallEvent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What a folder of segments says when it is read from the beginning. A segment is read up to the first frame that is
 * not whole: behind that a crash has torn it.
 *
 * @param segments oldest first; their sizes leave out what is torn
 * @param open sessions without an end, by id
 */
record JournalRecovery(List<Segment> segments, Map<SessionId, OpenSession> open, long nextEvent) {

    private static final Logger log = LoggerFactory.getLogger(JournalRecovery.class);

    static JournalRecovery of(Path folder, CallEventJson events) throws IOException {
        var replay = new Replay(events);
        var segments = new ArrayList<Segment>();
        for (long firstEvent : firstEvents(folder)) {
            segments.add(replay.read(folder, firstEvent));
        }
        return new JournalRecovery(segments, replay.open, replay.nextEvent);
    }

    private static List<Long> firstEvents(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Segment::firstEventOf)
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
        }
    }

    private static final class Replay {

        private final CallEventJson events;
        private final Map<SessionId, OpenSession> open = new HashMap<>();
        private long nextEvent;

        Replay(CallEventJson events) {
            this.events = events;
        }

        Segment read(Path folder, long firstEvent) throws IOException {
            nextEvent = firstEvent;
            Path file = new Segment(folder, firstEvent, 0).file();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long position = 0;
                for (var frame = JournalFrame.read(channel, position);
                        frame != null;
                        frame = JournalFrame.read(channel, position)) {
                    apply(frame);
                    position += frame.length();
                }
                if (position < channel.size()) {
                    log.warn("{} is torn behind byte {}; what came before it is kept", file, position);
                }
                return new Segment(folder, firstEvent, position);
            }
        }

        private void apply(JournalFrame frame) {
            switch (frame.kind()) {
                case EVENT -> {
                    nextEvent++;
                    apply(JournalEntry.decoded(frame.payload()));
                }
                case OPEN_SESSION -> {
                    var session = OpenSession.decoded(frame.payload());
                    open.put(session.lastEntry().session(), session);
                }
                case HEARTBEAT -> {
                    Instant at = Instant.ofEpochMilli(frame.payload().getLong(0));
                    open.replaceAll((_, session) -> session.seenAt(at));
                }
            }
        }

        private void apply(JournalEntry entry) {
            try {
                CloudEvent<CallEvent> event = events.read(entry.event());
                if (event.data() instanceof CallEvent.CallEnded) {
                    open.remove(entry.session());
                } else {
                    open.put(entry.session(), new OpenSession(entry, event.time()));
                }
            } catch (JacksonException e) {
                log.error(
                        "an event of session {} in the journal cannot be read: {}",
                        entry.session(),
                        e.getOriginalMessage());
            }
        }
    }
}
