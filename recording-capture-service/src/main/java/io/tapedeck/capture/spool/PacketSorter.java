package io.tapedeck.capture.spool;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts the records of one run together by their captures, each capture's in the order they came. A capture's state and
 * the end of its buffer then come into the processor's cache once for several packets. Writer thread only.
 */
final class PacketSorter {

    static final int NONE = -1;

    private final List<CaptureFile> files = new ArrayList<>();
    private final int[] records;
    private final int[] next;
    private int count;

    /** @param bytes of records at a time, at most */
    PacketSorter(int bytes) {
        int most = bytes / PacketRing.HEADER + 1;
        this.records = new int[most];
        this.next = new int[most];
    }

    void clear() {
        files.forEach(CaptureFile::unsort);
        files.clear();
        count = 0;
    }

    void add(CaptureFile file, int record) {
        int entry = count++;
        records[entry] = record;
        next[entry] = NONE;
        int before = file.sorted(entry);
        if (before == NONE) {
            files.add(file);
        } else {
            next[before] = entry;
        }
    }

    /** Those that have records, in the order of their first ones. */
    List<CaptureFile> files() {
        return files;
    }

    /** @return the entry behind that one, of the same file; or {@link #NONE} */
    int next(int entry) {
        return next[entry];
    }

    /** @return where the entry's record stands */
    int record(int entry) {
        return records[entry];
    }
}
