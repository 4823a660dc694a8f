package io.tapedeck.capture.session;

/**
 * A place in one of the ways from the relay to the disk.
 *
 * @param ring which one
 * @param bytes that were ever written to it
 */
public record RingPosition(int ring, long bytes) {

    /** Before the first packet. */
    static final RingPosition START = new RingPosition(0, 0);
}
