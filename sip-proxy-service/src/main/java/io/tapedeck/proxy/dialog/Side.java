package io.tapedeck.proxy.dialog;

/** One end of a call. It keeps its name for the whole call, whoever sends the request at hand. */
public enum Side {
    /** Who sent the INVITE that began the call. */
    CALLER,
    CALLEE;

    public Side other() {
        return this == CALLER ? CALLEE : CALLER;
    }
}
