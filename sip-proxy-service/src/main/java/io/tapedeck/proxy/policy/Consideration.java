package io.tapedeck.proxy.policy;

import io.tapedeck.contracts.directory.RecordingLevel;

/**
 * One thing that was looked at on the way to the decision.
 *
 * @param setting path in the settings document, as {@code inbound.onnet}
 * @param why for an administrator to read
 */
public record Consideration(RecordingLevel level, Leg leg, String setting, Verdict verdict, String why) {

    /** What came of it. */
    public enum Verdict {
        RECORD,
        /** The caller decides. */
        ASK,
        NO,
        /** The level says nothing: the next one is asked. */
        UNDEFINED
    }
}
