package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.JournalReader.Place;
import io.tapedeck.capture.spool.JournalReader.Visitor;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of captures that were left open up to what the journal has of them. A file is cut back to a length
 * of which the journal says what it covers, and every later packet is appended; so each is there once.
 */
final class JournalReplay {

    private final Map<CaptureId, TornFile> files;
    private final JournalReader reader = new JournalReader();

    /** @param files by their captures; those of other captures are left alone */
    JournalReplay(Map<CaptureId, TornFile> files) {
        this.files = files;
    }

    /** @param segments of one journal, in order */
    void replay(List<Path> segments) throws IOException {
        reader.read(segments, new Starts());
        reader.read(segments, new Sizes());
        reader.read(segments, new Packets());
        for (TornFile file : files.values()) {
            file.flush();
        }
    }

    private @Nullable TornFile fileOf(Place place) {
        return files.get(place.capture());
    }

    private final class Starts implements Visitor {

        @Override
        public void covered(CaptureId id, long fileLength, long before) {
            TornFile file = files.get(id);
            if (file != null) {
                file.covered(fileLength, before);
            }
        }

        @Override
        public void packet(Place place, long position, long nanos, byte[] source, int port, ByteBuffer datagram) {
            TornFile file = fileOf(place);
            if (file != null) {
                file.seen();
            }
        }
    }

    private final class Sizes implements Visitor {

        @Override
        public void packet(Place place, long position, long nanos, byte[] source, int port, ByteBuffer datagram) {
            TornFile file = fileOf(place);
            if (file != null) {
                file.count(place, position, datagram.remaining());
            }
        }
    }

    private final class Packets implements Visitor {

        @Override
        public void packet(Place place, long position, long nanos, byte[] source, int port, ByteBuffer datagram)
                throws IOException {
            TornFile file = fileOf(place);
            if (file != null) {
                file.append(place, position, nanos, source, port, datagram);
            }
        }
    }
}
