package io.tapedeck.capture.spool;

import java.io.IOException;

/** Makes what was written to many files outlive a power cut. */
@FunctionalInterface
interface FileSync {

    void sync() throws IOException;
}
