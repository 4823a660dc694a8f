package io.tapedeck.capture.media;

import com.sun.management.ThreadMXBean;
import io.tapedeck.capture.session.Protection;
import io.tapedeck.protocol.srtp.SdesKey;
import io.tapedeck.testkit.srtp.SrtpWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;

/**
 * What the relay thread pays for an SRTP packet beside relaying it: authentication and decryption where it lies, for so many
 * streams in turn, each with a key of its own. Prints the thread's CPU time and memory per packet for each round. How to run
 * it: docs/decisions/0045.
 */
final class SrtpCostBenchmark {

    private static final int HEADER = 12;
    private static final int TAG = 10;
    private static final int DISTANCE = 2_048;

    private final Encryption[] streams;
    private final byte[][] packets;
    private final ByteBuffer memory;

    private SrtpCostBenchmark(int count, int payload) {
        this.streams = new Encryption[count];
        this.packets = new byte[count][];
        this.memory = ByteBuffer.allocateDirect(count * DISTANCE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            String crypto = SrtpWriter.crypto(1, SrtpWriter.SUITE, i);
            var keys = new Protection.Keyed(SdesKey.parse(crypto));
            streams[i] = Objects.requireNonNull(Encryption.after(null, keys, KeyedReader.of(keys)));
            byte[] packet = new byte[HEADER + payload];
            packet[0] = (byte) 0x80;
            packets[i] = new SrtpWriter(crypto).rtp(packet);
        }
    }

    /** Arguments: streams, bytes of payload, rounds. */
    public static void main(String[] args) {
        var benchmark = new SrtpCostBenchmark(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        int times = Math.max(1, 400_000 / benchmark.streams.length);
        for (int round = 0; round < Integer.parseInt(args[2]); round++) {
            System.out.println(benchmark.round(times));
        }
    }

    private String round(int times) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long nanos = 0;
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            fill();
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long before = thread.getCurrentThreadCpuTime();
            open();
            nanos += thread.getCurrentThreadCpuTime() - before;
            bytes += thread.getCurrentThreadAllocatedBytes() - allocated;
        }
        double opened = (double) times * streams.length;
        return String.format(
                Locale.ROOT, "{\"nanosPerPacket\":%.0f,\"bytesPerPacket\":%.2f}", nanos / opened, bytes / opened);
    }

    private void fill() {
        for (int i = 0; i < packets.length; i++) {
            memory.put(i * DISTANCE, packets[i]);
        }
    }

    private void open() {
        for (int i = 0; i < streams.length; i++) {
            int length = packets[i].length;
            memory.limit(i * DISTANCE + length);
            if (streams[i].open(memory, i * DISTANCE, length, false) != length - TAG) {
                throw new IllegalStateException("packet " + i + " is not authentic");
            }
        }
        memory.clear();
    }
}
