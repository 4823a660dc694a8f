package io.tapedeck.capture.media;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The C library's sockets, and raw memory for them. Whoever gives a wrong address here takes the process down, so
 * nobody but {@link EpollIo}, {@link NativeAddress} and {@link RealTime} comes here. The constants are those of Linux on
 * x86-64 and on aarch64; the two differ in the layout of {@code epoll_event} alone, which is packed on x86-64.
 */
@SuppressWarnings("restricted") // the launcher enables native access; EpollIo tells what happens without
final class LinuxCalls {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int IPPROTO_IP = 0;
    static final int IP_TOS = 1;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_TCLASS = 67;

    /** From the start of one epoll_event to the next, and to the number it was registered with. */
    static final int EVENT_BYTES;

    private static final int EVENT_DATA_AT;

    static {
        boolean packed = System.getProperty("os.arch").equals("amd64");
        EVENT_BYTES = packed ? 12 : 16;
        EVENT_DATA_AT = packed ? 4 : 8;
    }

    private static final int SOCK_DGRAM = 2;
    private static final int NONBLOCK = 0x800;
    private static final int CLOEXEC = 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_TRUNC = 0x20;
    private static final int EPOLLIN = 1;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_RR = 2;
    private static final int PRIO_PROCESS = 0;
    private static final int PR_SET_TIMERSLACK = 29;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    // These never wait, so they need not tell the JVM that they are away.
    private static final MethodHandle RECVFROM = link(
            "recvfrom",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.critical(false));
    private static final MethodHandle SENDTO = link(
            "sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT),
            Linker.Option.critical(false));

    private static final MethodHandle EPOLL_WAIT =
            link("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private static final MethodHandle NANOSLEEP =
            link("nanosleep", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle READ =
            link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle WRITE =
            link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    // These say why they failed.
    private static final MethodHandle SOCKET = explained("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = explained("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = explained("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SETSOCKOPT =
            explained("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EPOLL_CREATE = explained("epoll_create1", JAVA_INT);
    private static final MethodHandle EPOLL_CTL = explained("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EVENTFD = explained("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSCHEDULER = explained("sched_setscheduler", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SETPRIORITY = explained("setpriority", JAVA_INT, JAVA_INT, JAVA_INT);

    private static final MethodHandle PRCTL =
            link("prctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG), Linker.Option.firstVariadicArg(1));

    private LinuxCalls() {}

    // ---- per packet: no allocation, no reason why

    /** @return length of the datagram, also when it is more than the size; negative when there is none */
    static int receive(int socket, long to, int size, long source, long sourceSize) {
        try {
            return (int)
                    (long) RECVFROM.invokeExact(socket, to, (long) size, MSG_DONTWAIT | MSG_TRUNC, source, sourceSize);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    /** @return negative when the system does not take it now */
    static int send(int socket, long from, int size, long target, int targetSize) {
        try {
            return (int) (long) SENDTO.invokeExact(socket, from, (long) size, MSG_DONTWAIT, target, targetSize);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    /**
     * @param events room for {@code most} of {@link #EVENT_BYTES} each
     * @param millis negative for ever
     * @return how many there are
     */
    static int epollWait(int epoll, long events, int most, int millis) {
        try {
            return (int) EPOLL_WAIT.invokeExact(epoll, events, most, millis);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    /** The descriptor of the event number {@code index}. */
    static int eventAt(long events, int index) {
        return getInt(events + (long) index * EVENT_BYTES + EVENT_DATA_AT);
    }

    /** @param timespec seconds and nanoseconds, 8 bytes each */
    static void nanosleep(long timespec) {
        try {
            int _ = (int) NANOSLEEP.invokeExact(timespec, 0L);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    // ---- set-up

    /** A datagram socket that does not wait. */
    static int socket(int family) throws IOException {
        return checked(
                "socket", (state, _) -> (int) SOCKET.invokeExact(state, family, SOCK_DGRAM | NONBLOCK | CLOEXEC, 0));
    }

    static void setOption(int socket, int level, int option, int value) throws IOException {
        int _ = checked("setsockopt", (state, scratch) -> {
            scratch.set(JAVA_INT, 0, value);
            return (int) SETSOCKOPT.invokeExact(state, socket, level, option, scratch.address(), Integer.BYTES);
        });
    }

    static void bind(int socket, byte[] address) throws IOException {
        int _ = checked("bind", (state, scratch) -> {
            MemorySegment.copy(address, 0, scratch, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, address.length);
            return (int) BIND.invokeExact(state, socket, scratch.address(), address.length);
        });
    }

    static int localPort(int socket) throws IOException {
        int[] port = new int[1];
        int _ = checked("getsockname", (state, scratch) -> {
            scratch.set(JAVA_INT, 0, NativeAddress.LARGEST);
            int result = (int) GETSOCKNAME.invokeExact(state, socket, scratch.address() + 8, scratch.address());
            port[0] = NativeAddress.portOf(scratch.get(JAVA_INT, 8));
            return result;
        });
        return port[0];
    }

    static int epoll() throws IOException {
        return checked("epoll_create1", (state, _) -> (int) EPOLL_CREATE.invokeExact(state, CLOEXEC));
    }

    /** Reports the descriptor from now on whenever it can be read. */
    static void epollAdd(int epoll, int descriptor) throws IOException {
        int _ = checked("epoll_ctl", (state, scratch) -> {
            scratch.set(JAVA_INT, 0, EPOLLIN);
            scratch.set(JAVA_INT, EVENT_DATA_AT, descriptor);
            return (int) EPOLL_CTL.invokeExact(state, epoll, EPOLL_CTL_ADD, descriptor, scratch.address());
        });
    }

    /** A counter that an epoll can wait for. */
    static int eventCounter() throws IOException {
        return checked("eventfd", (state, _) -> (int) EVENTFD.invokeExact(state, 0, NONBLOCK | CLOEXEC));
    }

    /** @param eight bytes with the number to add, not zero */
    static void addTo(int eventCounter, long eight) {
        try {
            long _ = (long) WRITE.invokeExact(eventCounter, eight, 8L);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    static void reset(int eventCounter, long eight) {
        try {
            long _ = (long) READ.invokeExact(eventCounter, eight, 8L);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    static void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    /** Puts the calling thread before all that are not real-time. */
    static void roundRobin(int priority) throws IOException {
        schedule(SCHED_RR, priority);
    }

    /** The calling thread is one of many. */
    static void ordinary() throws IOException {
        schedule(SCHED_OTHER, 0);
    }

    private static void schedule(int policy, int priority) throws IOException {
        int _ = checked("sched_setscheduler", (state, scratch) -> {
            scratch.set(JAVA_INT, 0, priority);
            return (int) SETSCHEDULER.invokeExact(state, 0, policy, scratch.address());
        });
    }

    /** @param value -20 to 19; on Linux it is the thread's own */
    static void nice(int value) throws IOException {
        int _ = checked("setpriority", (state, _) -> (int) SETPRIORITY.invokeExact(state, PRIO_PROCESS, 0, value));
    }

    /** How late the calling thread may be woken; 50,000 unless told otherwise. */
    static void timerSlack(long nanos) {
        try {
            int _ = (int) PRCTL.invokeExact(PR_SET_TIMERSLACK, nanos);
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    // ---- memory

    /** Zeroed; freed when the segment is forgotten. */
    static MemorySegment allocate(long bytes) {
        return Arena.ofAuto().allocate(bytes, 16);
    }

    /** Where a direct buffer's index 0 lies; good as long as the buffer is. */
    static long addressOf(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address() - direct.position();
    }

    static int getInt(long address) {
        return MEMORY.get(JAVA_INT_UNALIGNED, address);
    }

    static long getLong(long address) {
        return MEMORY.get(JAVA_LONG_UNALIGNED, address);
    }

    static void putInt(long address, int value) {
        MEMORY.set(JAVA_INT_UNALIGNED, address, value);
    }

    static void putLong(long address, long value) {
        MEMORY.set(JAVA_LONG_UNALIGNED, address, value);
    }

    // ---- linking

    private static MethodHandle link(String name, FunctionDescriptor signature, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), signature, options);
    }

    private static MethodHandle explained(String name, MemoryLayout... arguments) {
        return link(name, FunctionDescriptor.of(JAVA_INT, arguments), Linker.Option.captureCallState("errno"));
    }

    private static int checked(String what, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(CAPTURED);
            int result = call.on(state, arena.allocate(64, 16));
            if (result < 0) {
                throw new IOException(what + " failed with errno " + (int) ERRNO.get(state, 0L));
            }
            return result;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw notC(e);
        }
    }

    private static AssertionError notC(Throwable thrown) {
        return new AssertionError("the C library throws nothing", thrown);
    }

    /** A call that leaves errno in {@code state}. */
    @FunctionalInterface
    private interface Call {
        int on(MemorySegment state, MemorySegment scratch) throws Throwable;
    }
}
