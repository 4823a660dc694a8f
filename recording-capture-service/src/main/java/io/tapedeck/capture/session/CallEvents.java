package io.tapedeck.capture.session;

/** Who is told what happens to calls. Any thread; does not wait. */
@FunctionalInterface
public interface CallEvents {

    void happened(CallEvent event);
}
