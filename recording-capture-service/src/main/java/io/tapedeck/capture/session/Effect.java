package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.SealReason;

/** What is to be done about it. */
sealed interface Effect {

    record OpenCapture() implements Effect {}

    record KeepPackets() implements Effect {}

    record WithholdPackets() implements Effect {}

    record Seal(SealReason reason) implements Effect {}

    record ReleaseMedia() implements Effect {}
}
