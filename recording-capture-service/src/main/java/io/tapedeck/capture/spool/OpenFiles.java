package io.tapedeck.capture.spool;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The files of all captures that are not sealed yet, and whether the disk has of them what the kernel has. */
final class OpenFiles {

    private final Map<CaptureFile, Runnable> files = new ConcurrentHashMap<>();
    private final @Nullable FileSync atOnce;

    /** @param atOnce null where files can only be synced one by one */
    OpenFiles(@Nullable FileSync atOnce) {
        this.atOnce = atOnce;
    }

    /** @param writeManifest has the manifest written once more and synced, some time later */
    void add(CaptureFile file, Runnable writeManifest) {
        files.put(file, writeManifest);
    }

    void remove(CaptureFile file) {
        files.remove(file);
    }

    int count() {
        return files.size();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /**
     * Makes what was written to them outlive a power cut.
     *
     * @return false when one of them is in doubt, from now or from before: what it has must be kept elsewhere as well
     * @throws IOException when the disk refuses
     */
    boolean sync() throws IOException {
        if (atOnce == null) {
            syncEach();
        } else {
            syncAtOnce(atOnce);
        }
        return files.keySet().stream().noneMatch(file -> file.isInDoubt() || file.isManifestInDoubt());
    }

    /** A file system that fails does not say whose pages it has lost; the files know. */
    private void syncAtOnce(FileSync all) throws IOException {
        try {
            all.sync();
        } catch (IOException e) {
            files.values().forEach(Runnable::run);
            try {
                syncEach();
            } catch (IOException each) {
                e.addSuppressed(each);
            }
            throw e;
        }
    }

    private void syncEach() throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (CaptureFile file : files.keySet()) {
            try {
                file.sync();
            } catch (ClosedChannelException _) {
                // sealed meanwhile, and synced for that
            } catch (IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }
}
