package io.tapedeck.capture.spool;

/** Who tells the other services what manifests say. No method waits. */
public interface Announcements {

    /** @param open as it stands on the disk */
    void started(Manifest open);

    /** @param sealed as it stands on the disk */
    void sealed(Manifest sealed);
}
