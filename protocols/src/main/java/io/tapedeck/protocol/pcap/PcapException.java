package io.tapedeck.protocol.pcap;

/** The bytes are no pcap file, or no longer one. */
public final class PcapException extends Exception {

    PcapException(String message) {
        super(message);
    }
}
