package io.tapedeck.export.export;

/** Raised when a delivery was ordered, so that the courier need not wait. Returns at once and never fails. */
@FunctionalInterface
public interface DueSign {

    void raise();
}
