package io.tapedeck.cdr.cdr;

/** Rung after a commit that left something in the outbox. Returns at once and never fails. */
@FunctionalInterface
public interface Bell {

    void ring();
}
