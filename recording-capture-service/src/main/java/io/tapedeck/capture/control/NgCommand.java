package io.tapedeck.capture.control;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;

/** What one ng command does. Commands of one call are run in their order. */
@FunctionalInterface
interface NgCommand {

    /** @return the reply, {@code result} included */
    NgDictionary run(NgRequest request) throws NgRefusal;
}
