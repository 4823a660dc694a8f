package io.tapedeck.capture.encode;

import io.tapedeck.capture.encode.EncodeException.Fault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes samples into frames of codecs that FFmpeg lacks, on threads of its own behind all others: it calculates for long, and
 * virtual threads have few carriers. Callers wait, at most twice the time limit: for their turn, and for their sound.
 */
public final class SpeechEncoder {

    private static final Logger LOG = System.getLogger(SpeechEncoder.class.getName());

    private final Duration within;
    private final Semaphore turns;

    /**
     * @param within what one may take
     * @param atOnce threads at a time
     */
    public SpeechEncoder(Duration within, int atOnce) {
        this.within = within;
        this.turns = new Semaphore(atOnce);
    }

    /**
     * Frames behind each other, the last one filled with silence.
     *
     * @param linear samples of 16 bits at 8 kHz, low byte first
     */
    public byte[] encode(SpeechCodec codec, byte[] linear) throws EncodeException {
        return encode(codec.name(), () -> codec.encoded(linear));
    }

    byte[] encode(String codec, Callable<byte[]> encoding) throws EncodeException {
        var work = new FutureTask<>(encoding);
        try {
            if (!turns.tryAcquire(within.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EncodeException(Fault.BUSY, "too much is being encoded at the moment");
            }
            start(work);
            return work.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new EncodeException(Fault.BUSY, "the service is stopping");
        } catch (TimeoutException _) {
            throw new EncodeException(Fault.BUSY, "it took longer than " + within.toMillis() + " ms");
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, "the encoder of " + codec + " has failed; calls go on", e.getCause());
            throw new EncodeException(Fault.PROGRAM, "its encoder has failed");
        } finally {
            work.cancel(true);
        }
    }

    /** Whatever goes wrong in there, errors included, is kept by the task and ends with its thread. */
    private void start(FutureTask<byte[]> work) throws EncodeException {
        try {
            Thread.ofPlatform().name("capture-speech").daemon().start(() -> {
                try {
                    BackgroundThread.become();
                    work.run();
                } finally {
                    turns.release(); // not when the caller gives up: the bound is on threads
                }
            });
        } catch (OutOfMemoryError e) {
            turns.release();
            throw new EncodeException(Fault.PROGRAM, "there is no thread for it: " + e.getMessage());
        }
    }
}
