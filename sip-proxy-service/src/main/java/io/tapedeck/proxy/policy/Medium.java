package io.tapedeck.proxy.policy;

/** What can be recorded of a call. */
public enum Medium {
    AUDIO,
    VIDEO
}
