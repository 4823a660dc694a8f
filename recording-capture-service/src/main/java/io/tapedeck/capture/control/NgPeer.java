package io.tapedeck.capture.control;

import java.net.InetAddress;

/** A controller, as one transport reaches it. Two are equal when they reach the same one the same way. */
interface NgPeer {

    InetAddress host();

    /** Does not wait; what cannot be sent is gone. */
    void send(byte[] bytes);

    /** It repeats a request that gets no reply. */
    boolean repeatsItself();

    /** What it does not ask for may be sent to it all the same. */
    default boolean hearsEvents() {
        return false;
    }
}
