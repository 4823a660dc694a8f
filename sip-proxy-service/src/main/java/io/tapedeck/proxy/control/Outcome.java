package io.tapedeck.proxy.control;

/** What came of a control action. */
public enum Outcome {
    DONE,
    /** There is nothing that could be stopped, paused or resumed, or it is so already. */
    WRONG_STATE,
    /** The capture node did not do it; nothing has changed. */
    NODE_AWAY,
    /** The capture node has no disk space for a recording that is not mandatory. */
    NO_ROOM
}
