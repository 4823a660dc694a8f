package io.tapedeck.export.export;

import io.tapedeck.contracts.Responsible;

/** What came of one attempt. */
public sealed interface Outcome {

    /** The other side has confirmed the whole file. */
    record Confirmed() implements Outcome {}

    /** It did not work now and may work later. */
    record Trouble(String message, Responsible responsible) implements Outcome {}

    /** It will not work like this, however often it is tried. */
    record Refused(String message, Responsible responsible) implements Outcome {}
}
