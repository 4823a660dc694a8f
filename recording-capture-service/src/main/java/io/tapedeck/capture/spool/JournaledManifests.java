package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.JournalReader.Place;
import io.tapedeck.capture.spool.JournalReader.Visitor;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a journal knows of captures that were open, for those whose own manifests a power cut has taken. */
final class JournaledManifests implements Visitor {

    private static final Logger LOG = System.getLogger(JournaledManifests.class.getName());

    private final SpoolDirectory directory;
    private final Map<CaptureId, byte[]> opened = new LinkedHashMap<>();
    private final Set<CaptureId> withPackets = new HashSet<>();

    private JournaledManifests(SpoolDirectory directory) {
        this.directory = directory;
    }

    /**
     * Writes the manifests that are missing, damaged or behind what the journal says. A capture whose directory is gone is
     * made again when the journal has packets of it. Called once more after a failure, it begins again.
     *
     * @param segments of one journal, in order
     * @return the captures that were restored
     */
    static Set<CaptureId> restore(SpoolDirectory directory, List<Path> segments) throws IOException {
        var known = new JournaledManifests(directory);
        new JournalReader().read(segments, known);
        Set<CaptureId> restored = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        for (Map.Entry<CaptureId, byte[]> entry : known.opened.entrySet()) {
            if (known.isRestored(entry.getKey(), entry.getValue())) {
                restored.add(entry.getKey());
            }
        }
        return restored;
    }

    private boolean isRestored(CaptureId id, byte[] json) throws IOException {
        Manifest journaled;
        try {
            journaled = directory.manifestOf(id, json);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what the journal says of capture {0} cannot be read: {1}", id, e.toString());
            return false;
        }
        if (!isNeeded(id, journaled)) {
            return false;
        }
        directory.begin(journaled);
        LOG.log(Level.WARNING, "the manifest of capture {0} was lost and is restored from the journal", id);
        return true;
    }

    private boolean isNeeded(CaptureId id, Manifest journaled) {
        if (directory.isEmpty(id) && !withPackets.contains(id)) {
            return false; // removed, or nothing of it was worth keeping
        }
        try {
            return journaled.isLaterThan(directory.read(id));
        } catch (IOException _) {
            return true;
        }
    }

    @Override
    public void opened(CaptureId capture, byte[] manifest) {
        opened.put(capture, manifest);
    }

    @Override
    public void closed(CaptureId capture) {
        opened.remove(capture);
    }

    @Override
    public void packet(
            Place place, long position, long unixNanos, byte[] sourceAddress, int sourcePort, ByteBuffer datagram) {
        withPackets.add(place.capture());
    }
}
