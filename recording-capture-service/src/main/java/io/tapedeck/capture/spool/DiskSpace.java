package io.tapedeck.capture.spool;

/**
 * Of the disk under the spool, in bytes.
 *
 * @param usable by this process
 */
public record DiskSpace(long usable, long total) {}
