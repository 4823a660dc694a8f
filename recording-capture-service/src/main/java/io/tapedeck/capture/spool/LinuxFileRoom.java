package io.tapedeck.capture.spool;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Linux's {@code fallocate}. Only while there is plenty: what calls have reserved nobody else can use until they are
 * sealed, and the last bytes of a disk are for recordings.
 */
@SuppressWarnings("restricted") // native access: the launcher permits it
final class LinuxFileRoom implements FileRoom {

    private static final FileRoom OF_SYSTEM = create();
    /** Room for 5,000 calls. */
    private static final long PLENTY = 5_000 * RoomAhead.PIECE;

    private static final int WRITE_ONLY = 1; // O_WRONLY
    private static final int CLOSE_ON_EXEC = 0x80000; // O_CLOEXEC
    private static final int KEEP_SIZE = 1; // FALLOC_FL_KEEP_SIZE

    private final MethodHandle open = function("open", ADDRESS, JAVA_INT);
    private final MethodHandle fallocate = function("fallocate", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private final MethodHandle ftruncate = function("ftruncate", JAVA_INT, JAVA_LONG);
    private final MethodHandle close = function("close", JAVA_INT);

    private LinuxFileRoom() {}

    /** {@link FileRoom#NONE} where the system has no such call, or native calls are not allowed. */
    static FileRoom ofSystem() {
        return OF_SYSTEM;
    }

    private static FileRoom create() {
        try {
            return System.getProperty("os.name").equals("Linux") ? new LinuxFileRoom() : NONE;
        } catch (LinkageError | RuntimeException _) {
            return NONE;
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
    }

    @Override
    public void reserve(Path file, long from, long bytes) {
        if (file.toFile().getUsableSpace() >= PLENTY) {
            with(file, descriptor -> (int) fallocate.invokeExact(descriptor, KEEP_SIZE, from, bytes));
        }
    }

    /** To cut a file to the length it has changes nothing but this; Java does not ask the system for it. */
    @Override
    public void giveBack(Path file, long length) {
        try {
            if (Files.size(file) == length) {
                with(file, descriptor -> (int) ftruncate.invokeExact(descriptor, length));
            }
        } catch (IOException _) {
            // it was removed; so was its room
        }
    }

    private void with(Path file, Call call) {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) open.invokeExact(arena.allocateFrom(file.toString()), WRITE_ONLY | CLOSE_ON_EXEC);
            if (descriptor >= 0) {
                int _ = call.on(descriptor);
                int _ = (int) close.invokeExact(descriptor);
            }
        } catch (Throwable e) {
            throw new AssertionError("the C library throws nothing", e);
        }
    }

    @FunctionalInterface
    private interface Call {
        int on(int descriptor) throws Throwable;
    }
}
