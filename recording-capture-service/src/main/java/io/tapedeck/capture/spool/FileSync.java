package io.tapedeck.capture.spool;

import java.io.IOException;

/** Makes what was written to many files outlive a power cut. */
interface FileSync extends AutoCloseable {

    void sync() throws IOException;

    @Override
    void close();
}
