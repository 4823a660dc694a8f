package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.CaptureDescription;
import io.tapedeck.contracts.CaptureId;
import io.tapedeck.protocol.pcapng.PcapngBlock.InterfaceDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts what only a journal has into the files of the captures that it belongs to. */
final class JournalCompletion {

    private final SpoolDirectory directory;

    JournalCompletion(SpoolDirectory directory) {
        this.directory = directory;
    }

    /**
     * Called once more after a failure, it goes on where it was.
     *
     * @param open captures that a crash left open
     * @param damaged captures of which nobody knows what they are; they may be open as well
     * @param segments of one journal, in order
     */
    void complete(List<Manifest> open, List<CaptureId> damaged, List<Path> segments) throws IOException {
        Map<CaptureId, TornFile> files = new HashMap<>();
        try {
            for (Manifest manifest : open) {
                CaptureDescription capture = manifest.capture();
                files.put(capture.captureId(), fileOf(capture));
            }
            if (!damaged.isEmpty()) {
                Map<CaptureId, Map<Integer, Integer>> ports = portsOf(damaged, segments);
                for (CaptureId id : ports.keySet()) {
                    files.put(id, fileOf(id, ports.get(id)));
                }
            }
            new JournalReplay(files).replay(segments);
        } finally {
            for (TornFile file : files.values()) {
                file.close();
            }
        }
    }

    private TornFile fileOf(CaptureDescription capture) throws IOException {
        return new TornFile(
                directory.mediaFile(capture.captureId()),
                MediaOutput::open,
                CaptureSealing.comment(capture),
                capture.streams().stream().map(Preamble::of).toList());
    }

    private TornFile fileOf(CaptureId id, Map<Integer, Integer> portsByInterface) throws IOException {
        Path file = directory.mediaFile(id);
        List<byte[]> interfaces = new ArrayList<>();
        MediaScan.of(file, Long.MAX_VALUE, (block, bytes) -> {
            if (block instanceof InterfaceDescription) {
                interfaces.add(bytesOf(bytes));
            }
        });
        int last = portsByInterface.keySet().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
        for (int index = interfaces.size(); index <= last; index++) {
            interfaces.add(Preamble.unknown(index, portsByInterface.getOrDefault(index, 0)));
        }
        return new TornFile(file, MediaOutput::open, "capture " + id + ", its manifest was damaged", interfaces);
    }

    private static byte[] bytesOf(ByteBuffer block) {
        var bytes = new byte[block.remaining()];
        block.get(bytes);
        return bytes;
    }

    /** Our port by interface, of every stream that has packets in the journal. */
    private static Map<CaptureId, Map<Integer, Integer>> portsOf(List<CaptureId> captures, List<Path> segments)
            throws IOException {
        Map<CaptureId, Map<Integer, Integer>> ports = new HashMap<>();
        captures.forEach(id -> ports.put(id, new TreeMap<>()));
        new JournalReader().read(segments, (place, _, _, _, _, _) -> {
            Map<Integer, Integer> found = ports.get(place.capture());
            if (found != null) {
                found.put(place.interfaceIndex(), place.localPort());
            }
        });
        ports.values().removeIf(Map::isEmpty);
        return ports;
    }
}
