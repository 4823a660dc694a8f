package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.protocol.pcap.PcapException;
import io.tapedeck.protocol.pcapng.PcapngException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Stream;

/**
 * A pcap or pcapng file, read in constant memory. What is torn off or damaged at the end is no error: what is good is used.
 * Where files were joined, or one party's packets put behind the other's, each run of times has a cursor of its own, and they
 * are merged.
 *
 * @param runs how many packets are before each run
 */
record PacketFile(Path file, List<Long> runs) {

    PacketFile {
        runs = List.copyOf(runs);
    }

    PacketFile(Path file) {
        this(file, List.of(0L));
    }

    /** Takes whole IP packets. */
    interface PacketSink {

        /** @param at where the packet is; valid during the call only */
        void accept(PacketCursor at) throws JobFailure;
    }

    /**
     * In the order of the file, run by run in that of time.
     *
     * @return what is wrong with the end of the file, a sentence
     */
    Optional<String> replay(PacketSink sink) throws JobFailure {
        var open = new ArrayList<PacketCursor>();
        try {
            merge(open, sink);
            for (PacketCursor cursor : open) {
                cursor.check();
            }
            return open.stream()
                    .flatMap(cursor -> Stream.ofNullable(cursor.damage()))
                    .findFirst();
        } catch (NoSuchFileException e) {
            throw JobFailure.of(FailureCode.RAW_MISSING, "There is no capture " + file + ".", e);
        } catch (IOException | PcapException | PcapngException e) {
            throw JobFailure.of(
                    FailureCode.RAW_DAMAGED, "The capture " + file + " cannot be read: " + JobFailure.said(e) + ".", e);
        } finally {
            open.forEach(PacketFile::close);
        }
    }

    private void merge(List<PacketCursor> open, PacketSink sink)
            throws IOException, PcapException, PcapngException, JobFailure {
        var next = new PriorityQueue<Run>(
                Comparator.comparingLong(run -> run.cursor().unixNanos()));
        for (int i = 0; i < runs.size(); i++) {
            var cursor = new PacketCursor(file);
            open.add(cursor);
            long end = i + 1 < runs.size() ? runs.get(i + 1) : Long.MAX_VALUE;
            if (skip(cursor, runs.get(i)) && cursor.next()) {
                next.add(new Run(cursor, end));
            }
        }
        for (Run run = next.poll(); run != null; run = next.poll()) {
            PacketCursor cursor = run.cursor();
            Run other = next.peek();
            long until = other == null ? Long.MAX_VALUE : other.cursor().unixNanos();
            boolean more = true;
            while (more && cursor.unixNanos() <= until) {
                sink.accept(cursor);
                more = cursor.passed() < run.end() && cursor.next();
            }
            if (more) {
                next.add(run);
            }
        }
    }

    /** Part of the file in which time goes on. */
    private record Run(PacketCursor cursor, long end) {}

    private static boolean skip(PacketCursor cursor, long packets) throws IOException, PcapException, PcapngException {
        while (cursor.passed() < packets) {
            if (!cursor.next()) {
                return false;
            }
        }
        return true;
    }

    private static void close(PacketCursor cursor) {
        try {
            cursor.close();
        } catch (IOException _) {
            // only read
        }
    }
}
