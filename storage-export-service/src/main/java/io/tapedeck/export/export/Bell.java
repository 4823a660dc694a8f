package io.tapedeck.export.export;

/** Rung after a commit that left something in the outbox. Returns at once and never fails. */
@FunctionalInterface
public interface Bell {

    void ring();
}
