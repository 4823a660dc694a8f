package io.tapedeck.capture.spool;

import io.tapedeck.capture.spool.Manifest.Media;
import io.tapedeck.capture.spool.Manifest.State;
import io.tapedeck.contracts.CaptureId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading a capture from the first block to the last has shown.
 *
 * @param isOpen nobody has sealed it yet, so there is no checksum to compare with
 * @param packets in whole blocks
 * @param problems a sentence each; empty when all is well
 */
public record Verification(CaptureId id, boolean isOpen, long packets, List<String> problems) {

    public Verification {
        problems = List.copyOf(problems);
    }

    public boolean isSound() {
        return problems.isEmpty();
    }

    static Verification of(StoredCapture capture, Path file) throws IOException {
        List<String> problems = new ArrayList<>();
        Manifest manifest = capture.manifest();
        if (manifest == null) {
            problems.add("the manifest cannot be read: " + capture.damage());
        }
        MediaScan.Found found = MediaScan.of(file);
        boolean isOpen = manifest != null && manifest.state() == State.OPEN;
        if (!isOpen) {
            compare(manifest == null ? null : manifest.media(), found, file, problems);
        }
        return new Verification(capture.id(), isOpen, found.packets(), problems);
    }

    private static void compare(@Nullable Media media, MediaScan.Found found, Path file, List<String> problems)
            throws IOException {
        if (!Files.exists(file)) {
            problems.add("the media file is gone");
            return;
        }
        long length = Files.size(file);
        if (found.length() < length) {
            problems.add("no whole block begins at byte " + found.length() + " of " + length);
        }
        if (media == null) {
            return;
        }
        if (media.bytes() != length) {
            problems.add("the file has " + length + " bytes, the manifest says " + media.bytes());
        }
        if (media.packets() != found.packets()) {
            problems.add("the file has " + found.packets() + " packets, the manifest says " + media.packets());
        }
        if (problems.isEmpty() && !media.sha256().equals(found.sha256())) {
            problems.add("the checksum differs: " + found.sha256() + ", the manifest says " + media.sha256());
        }
    }
}
