package io.tapedeck.protocol.pcapng;

/** The bytes are not pcapng, or a block contradicts itself. */
public class PcapngException extends Exception {

    private static final long serialVersionUID = 1L;

    public PcapngException(String message) {
        super(message);
    }
}
