package io.tapedeck.conversion.worker;

import io.tapedeck.conversion.media.ConversionAborted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Other ways for a job than to its end. A record that is given back to a share group costs one of its deliveries, which are
 * counted to find jobs that kill their worker; so what is put off for any other reason goes a way of its own.
 */
public interface Detours {

    /**
     * Passes the job to those that take long. Returns when it is safe there.
     *
     * @param since when it was put off for the first time; null when it never was
     * @throws ConversionAborted when the thread was interrupted before
     */
    void amongLongJobs(@Nullable String key, byte[] value, @Nullable Instant since);

    /**
     * Has the job come back after a while. Returns when it is safe there.
     *
     * @param since when it was put off for the first time
     * @throws ConversionAborted when the thread was interrupted before
     */
    void later(@Nullable String key, byte[] value, Instant since);

    /**
     * Puts a job into the queue again whose time has come. Returns when it is safe there.
     *
     * @throws ConversionAborted when the thread was interrupted before
     */
    void again(@Nullable String key, byte[] value, @Nullable Instant since);
}
