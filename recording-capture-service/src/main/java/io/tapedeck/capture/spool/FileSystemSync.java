package io.tapedeck.capture.spool;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Linux's {@code syncfs}: one call for all files of a file system. A sync of each file would cost a commit of the file
 * system's own journal apiece; this costs one.
 */
@SuppressWarnings("restricted") // native access: the launcher permits it
final class FileSystemSync implements FileSync {

    private static final int READ_ONLY = 0; // O_RDONLY

    private final MethodHandle syncfs;
    private final MethodHandle close;
    private final int descriptor;

    private FileSystemSync(MethodHandle syncfs, MethodHandle close, int descriptor) {
        this.syncfs = syncfs;
        this.close = close;
        this.descriptor = descriptor;
    }

    /** @return null where the system has no such call, or native calls are not allowed */
    static @Nullable FileSystemSync of(Path directory) {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
            MethodHandle syncfs = function("syncfs", ValueLayout.JAVA_INT);
            MethodHandle close = function("close", ValueLayout.JAVA_INT);
            MemorySegment path = arena.allocateFrom(directory.toString());
            int descriptor = (int) open.invokeExact(path, READ_ONLY);
            return descriptor < 0 ? null : new FileSystemSync(syncfs, close, descriptor);
        } catch (Throwable _) { // whatever the platform says: we can do without
            return null;
        }
    }

    private static MethodHandle function(String name, ValueLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
    }

    /** Tells errors since the last time as well: the descriptor stays open. */
    @Override
    public void sync() throws IOException {
        if (call(syncfs) != 0) {
            throw new IOException("the file system cannot be synced");
        }
    }

    private int call(MethodHandle function) {
        try {
            return (int) function.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("a native call failed", e);
        }
    }

    @Override
    public void close() {
        int _ = call(close);
    }
}
