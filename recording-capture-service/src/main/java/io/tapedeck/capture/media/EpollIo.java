package io.tapedeck.capture.media;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams by Linux's epoll, called without JNI: one system call to receive, one to send, nothing allocated. Why it
 * is worth having beside {@link NioIo} is told in decision 0007.
 */
final class EpollIo implements DatagramIo {

    private static final int MOST_EVENTS = 1_024;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long LONGEST_WAIT_MILLIS = 3_600_000L;

    private static final int SOURCE_AT = 0;
    private static final int SOURCE_LENGTH_AT = 32;
    private static final int TARGET_AT = 64;
    private static final int COUNT_AT = 96;
    private static final int ONE_AT = 104;
    private static final int SLEEP_AT = 112;
    private static final int EVENTS_AT = 128;

    /** Addresses and numbers for the calls, then the events. */
    private final MemorySegment memory = LinuxCalls.allocate(EVENTS_AT + (long) MOST_EVENTS * LinuxCalls.EVENT_BYTES);

    private final long base = memory.address();
    private final NativeBuffers buffers = new NativeBuffers();
    private final int epoll;
    private final int wakeUps;
    /** By descriptor: what to do when it can be read. */
    private @Nullable Runnable[] watched = new Runnable[256];

    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final int trafficClass;
    private long idleNanos;
    private boolean closed;

    /** @param trafficClass the byte in the IP header, see {@link MediaSettings} */
    EpollIo(int trafficClass) throws IOException {
        this.trafficClass = trafficClass;
        this.epoll = LinuxCalls.epoll();
        try {
            this.wakeUps = LinuxCalls.eventCounter();
        } catch (IOException e) {
            LinuxCalls.close(epoll);
            throw e;
        }
        LinuxCalls.epollAdd(epoll, wakeUps);
        LinuxCalls.putLong(base + ONE_AT, 1);
    }

    /** Whether this machine is one that it was written for, and the process may make native calls. */
    static boolean isPossible() {
        String machine = System.getProperty("os.arch");
        if (!System.getProperty("os.name").equals("Linux") || !(machine.equals("amd64") || machine.equals("aarch64"))) {
            return false;
        }
        try (var tried = new EpollIo(0)) {
            return tried.epoll > 0;
        } catch (IOException | LinkageError | RuntimeException _) {
            return false;
        }
    }

    @Override
    public DatagramPort bind(InetSocketAddress local) throws IOException {
        boolean six = local.getAddress() instanceof Inet6Address;
        int socket = LinuxCalls.socket(six ? LinuxCalls.AF_INET6 : LinuxCalls.AF_INET);
        try {
            if (six) {
                LinuxCalls.setOption(socket, LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_V6ONLY, 1);
                LinuxCalls.setOption(socket, LinuxCalls.IPPROTO_IPV6, LinuxCalls.IPV6_TCLASS, trafficClass);
            } else {
                LinuxCalls.setOption(socket, LinuxCalls.IPPROTO_IP, LinuxCalls.IP_TOS, trafficClass);
            }
            LinuxCalls.bind(socket, NativeAddress.bytesOf(local));
            return new EpollPort(socket, LinuxCalls.localPort(socket));
        } catch (IOException e) {
            LinuxCalls.close(socket);
            throw (BindException) new BindException(local + ": " + e.getMessage()).initCause(e);
        }
    }

    @Override
    public void watch(DatagramPort port, Runnable readable) throws IOException {
        var mine = (EpollPort) port;
        if (mine.isClosed) {
            throw new IOException("port " + port.localPort() + " is closed");
        }
        if (mine.socket >= watched.length) {
            watched = Arrays.copyOf(watched, Integer.highestOneBit(mine.socket) << 1);
        }
        watched[mine.socket] = readable;
        mine.isWatched = true;
        LinuxCalls.epollAdd(epoll, mine.socket);
    }

    @Override
    public int poll(long nanos) {
        int found = nanos == 0 ? look(0) : await(nanos);
        int datagrams = 0;
        for (int i = 0; i < found; i++) {
            int descriptor = LinuxCalls.eventAt(base + EVENTS_AT, i);
            if (descriptor == wakeUps) {
                LinuxCalls.reset(wakeUps, base + COUNT_AT);
                isWoken.set(false);
                continue;
            }
            Runnable readable = watched[descriptor];
            if (readable != null) { // else closed by one before it
                readable.run();
                datagrams++;
            }
        }
        return datagrams;
    }

    private int await(long nanos) {
        long since = System.nanoTime();
        int found = look(millis(nanos));
        idleNanos += System.nanoTime() - since;
        return found;
    }

    private int look(int millis) {
        return LinuxCalls.epollWait(epoll, base + EVENTS_AT, MOST_EVENTS, millis);
    }

    /** Never less than asked for: a wait of nothing would be a busy one. */
    private static int millis(long nanos) {
        return nanos == FOR_EVER
                ? -1
                : (int) Math.min(LONGEST_WAIT_MILLIS, Math.ceilDiv(Math.max(0, nanos), NANOS_PER_MILLI));
    }

    @Override
    public void rest(long nanos) {
        LinuxCalls.putLong(base + SLEEP_AT, 0);
        LinuxCalls.putLong(base + SLEEP_AT + 8, nanos);
        long since = System.nanoTime();
        LinuxCalls.nanosleep(base + SLEEP_AT);
        idleNanos += System.nanoTime() - since;
    }

    @Override
    public long idleNanos() {
        return idleNanos;
    }

    @Override
    public void wakeUp() {
        if (isWoken.compareAndSet(false, true)) {
            count();
        }
    }

    // The monitor is there for the two that close and wake: a descriptor that was closed may be somebody else's.

    private synchronized void count() {
        if (!closed) {
            LinuxCalls.addTo(wakeUps, base + ONE_AT);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            LinuxCalls.close(wakeUps);
            LinuxCalls.close(epoll);
        }
    }

    /** A socket, and the addresses it met last. */
    private final class EpollPort implements DatagramPort {

        private final int socket;
        private final int localPort;
        private final NativeAddress source = new NativeAddress();
        private final NativeAddress target = new NativeAddress();
        private boolean isWatched;
        private boolean isClosed;

        private EpollPort(int socket, int localPort) {
            this.socket = socket;
            this.localPort = localPort;
        }

        @Override
        public int localPort() {
            return localPort;
        }

        @Override
        public @Nullable InetSocketAddress receive(ByteBuffer into) {
            if (isClosed) {
                return null;
            }
            LinuxCalls.putInt(base + SOURCE_LENGTH_AT, NativeAddress.LARGEST);
            int length = LinuxCalls.receive(
                    socket,
                    buffers.addressOf(into) + into.position(),
                    into.remaining(),
                    base + SOURCE_AT,
                    base + SOURCE_LENGTH_AT);
            if (length < 0) {
                return null;
            }
            if (length > into.remaining()) {
                return TOO_LONG;
            }
            into.position(into.position() + length);
            return source.read(base + SOURCE_AT);
        }

        @Override
        public boolean send(ByteBuffer datagram, InetSocketAddress to) {
            if (isClosed) {
                return false;
            }
            int targetLength = target.write(to, base + TARGET_AT);
            int sent = LinuxCalls.send(
                    socket,
                    buffers.addressOf(datagram) + datagram.position(),
                    datagram.remaining(),
                    base + TARGET_AT,
                    targetLength);
            if (sent < 0) {
                return false;
            }
            datagram.position(datagram.limit());
            return true;
        }

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                if (isWatched) {
                    watched[socket] = null;
                }
                LinuxCalls.close(socket);
            }
        }
    }
}
