package io.tapedeck.capture.spool;

/** How full the spool's disk is; each level includes what is done on those before it. */
public enum DiskLevel {
    AMPLE(0),
    /** Operators are told. */
    WARNING(1),
    /** Captures whose recordings are made go before their time. */
    RELEASING(2),
    /** No optional recording begins. Mandatory ones go on to the last byte. */
    REFUSING(3);

    private final int severity;

    DiskLevel(int severity) {
        this.severity = severity;
    }

    /** As dashboards have it, 0 for the best. */
    public int severity() {
        return severity;
    }
}
