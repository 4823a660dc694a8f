package io.tapedeck.capture.session;

/** Whether there is room for recordings that may be left out. Any thread; does not wait. */
@FunctionalInterface
public interface SpareRoom {

    boolean takesOptional();
}
