package io.tapedeck.protocol.pcapng;

/** The bytes are not pcapng, or a block contradicts itself; whoever wrote or damaged the file must act. */
public class PcapngException extends Exception {

    private static final long serialVersionUID = 1L;

    public PcapngException(String message) {
        super(message, null, false, false);
    }
}
