package io.tapedeck.capture.spool;

import java.nio.file.Path;

/**
 * Room on disk that a file gets before it needs it, in one piece: what is written into it later is one request to the
 * disk, where a file that grows by itself has its end in ever new places. The file's length does not change by it. A
 * favour: where it is refused, files grow as they always do.
 */
interface FileRoom {

    /** For systems that have no such thing. */
    FileRoom NONE = new FileRoom() {
        @Override
        public void reserve(Path file, long from, long bytes) {}

        @Override
        public void giveBack(Path file, long length) {}
    };

    /** @param from in the file; what lies there stays */
    void reserve(Path file, long from, long bytes);

    /**
     * Frees what was reserved behind the file's end.
     *
     * @param length of the file; nothing is done to one of another length
     */
    void giveBack(Path file, long length);
}
