package io.tapedeck.capture.spool;

/** How full the spool's disk is; each level includes what is done on those before it. */
public enum DiskLevel {
    AMPLE,
    /** Operators are told. */
    WARNING,
    /** Captures whose recordings are made go before their time. */
    RELEASING,
    /** No optional recording begins. Mandatory ones go on to the last byte. */
    REFUSING
}
