package io.tapedeck.conversion.media;

/** The thread was told to stop; nothing is wrong with the call. */
public final class ConversionAborted extends RuntimeException {

    public ConversionAborted() {
        super("the conversion was told to stop");
    }
}
