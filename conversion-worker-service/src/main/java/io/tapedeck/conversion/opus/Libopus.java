package io.tapedeck.conversion.opus;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The functions of {@code opus.h} that we use. Whoever gives a wrong address here takes the process down. */
@SuppressWarnings("restricted") // the launcher enables native access; without it there is FFmpeg's decoder
final class Libopus {

    private static final String LIBRARY = "libopus.so.0";

    private static final Optional<Libopus> FOUND = load();

    private final MethodHandle create;
    private final MethodHandle decode;
    private final MethodHandle destroy;

    private Libopus(SymbolLookup symbols) {
        this.create = link(symbols, "opus_decoder_create", FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
        this.decode = link(
                symbols,
                "opus_decode",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
        this.destroy = link(symbols, "opus_decoder_destroy", FunctionDescriptor.ofVoid(ADDRESS));
    }

    /** Empty where the system has none, or this JVM may not call it. */
    static Optional<Libopus> found() {
        return FOUND;
    }

    private static Optional<Libopus> load() {
        try {
            return Optional.of(new Libopus(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
        } catch (IllegalArgumentException | IllegalCallerException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static MethodHandle link(SymbolLookup symbols, String name, FunctionDescriptor function) {
        MemorySegment address =
                symbols.find(name).orElseThrow(() -> new IllegalArgumentException(LIBRARY + " has no " + name));
        return Linker.nativeLinker().downcallHandle(address, function);
    }

    /** A new decoder of one channel, to be given to {@link #destroy}; null when there is no memory. */
    MemorySegment create(int rate) {
        try {
            return (MemorySegment) create.invokeExact(rate, 1, MemorySegment.NULL);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /**
     * @param fec 1 for the sound before the packet, {@code most} samples of it, that the packet repeats; 0 for its own
     * @return samples made; negative for a packet that the decoder rejects
     */
    int decode(MemorySegment decoder, MemorySegment packet, int length, MemorySegment samples, int most, int fec) {
        try {
            return (int) decode.invokeExact(decoder, packet, length, samples, most, fec);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    void destroy(MemorySegment decoder) {
        try {
            destroy.invokeExact(decoder);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("a call to " + LIBRARY + " is written wrong", e);
    }
}
