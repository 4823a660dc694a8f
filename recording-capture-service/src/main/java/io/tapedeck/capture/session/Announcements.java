package io.tapedeck.capture.session;

import io.tapedeck.contracts.CaptureId;

/** Who tells the other services. Says nothing by itself: looks into the manifest. No method waits. */
public interface Announcements {

    void started(CaptureId id);

    void sealed(CaptureId id);
}
