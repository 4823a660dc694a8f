package io.tapedeck.export.export;

/** What is counted. Calls are short and never fail. */
public interface Figures {

    void delivered(Delivery delivery);

    void postponed(Delivery delivery, String reason);

    /** An alarm: nobody tries again by themselves. */
    void failed(Delivery delivery, String reason);
}
