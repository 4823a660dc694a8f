package io.tapedeck.conversion.lame;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The functions of {@code lame.h} that we use. Whoever gives a wrong address here takes the process down. */
@SuppressWarnings("restricted") // the launcher enables native access; without it there is FFmpeg's encoder
final class SystemLame {

    static final int STEREO = 0;
    static final int MONO = 3;

    private static final String LIBRARY = "libmp3lame.so.0";

    private static final Optional<SystemLame> FOUND = load();

    private final MethodHandle init;
    private final MethodHandle initParameters;
    private final MethodHandle encode;
    private final MethodHandle flush;
    private final MethodHandle infoFrame;
    private final MethodHandle close;
    private final SymbolLookup symbols;

    private SystemLame(SymbolLookup symbols) {
        this.symbols = symbols;
        this.init = link("lame_init", FunctionDescriptor.of(ADDRESS));
        this.initParameters = link("lame_init_params", of(ADDRESS));
        this.encode = link("lame_encode_buffer", of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
        this.flush = link("lame_encode_flush", of(ADDRESS, ADDRESS, JAVA_INT));
        this.infoFrame = link("lame_get_lametag_frame", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
        this.close = link("lame_close", of(ADDRESS));
    }

    private static FunctionDescriptor of(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_INT, arguments);
    }

    /** Empty where the system has none, or this JVM may not call it. */
    static Optional<SystemLame> found() {
        return FOUND;
    }

    private static Optional<SystemLame> load() {
        try {
            return Optional.of(new SystemLame(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (IllegalArgumentException | IllegalCallerException | LinkageError e) {
            return Optional.empty();
        }
    }

    private MethodHandle link(String name, FunctionDescriptor function) {
        MemorySegment address =
                symbols.find(name).orElseThrow(() -> new IllegalArgumentException(LIBRARY + " has no " + name));
        return Linker.nativeLinker().downcallHandle(address, function);
    }

    /** A new encoder, to be given to {@link #close}; null when there is no memory. */
    MemorySegment open() {
        try {
            return (MemorySegment) init.invokeExact();
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Sets one of the many {@code lame_set_...}. */
    void set(MemorySegment encoder, String what, int value) {
        try {
            int _ = (int) link("lame_set_" + what, of(ADDRESS, JAVA_INT)).invokeExact(encoder, value);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Negative when the settings do not go together. */
    int ready(MemorySegment encoder) {
        try {
            return (int) initParameters.invokeExact(encoder);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return bytes made; negative for an error */
    int encode(MemorySegment encoder, MemorySegment left, MemorySegment right, int count, MemorySegment out) {
        try {
            return (int) encode.invokeExact(encoder, left, right, count, out, (int) out.byteSize());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return the last bytes; negative for an error */
    int flush(MemorySegment encoder, MemorySegment out) {
        try {
            return (int) flush.invokeExact(encoder, out, (int) out.byteSize());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** What belongs in place of the first frame, known at the end. @return its size; 0 for none */
    long infoFrame(MemorySegment encoder, MemorySegment out) {
        try {
            return (long) infoFrame.invokeExact(encoder, out, out.byteSize());
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    void close(MemorySegment encoder) {
        try {
            int _ = (int) close.invokeExact(encoder);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("a call to " + LIBRARY + " is written wrong", e);
    }
}
