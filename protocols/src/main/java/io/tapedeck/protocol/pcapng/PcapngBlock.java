package io.tapedeck.protocol.pcapng;

import java.nio.ByteBuffer;

/** One block of a pcapng file. */
public sealed interface PcapngBlock {

    /**
     * @param comment the first comment of the section; empty when there is none
     */
    record SectionHeader(String comment) implements PcapngBlock {}

    /**
     * @param index number of the interface in its section, from 0
     * @param comment the first one; empty when there is none, like name and description
     */
    record InterfaceDescription(int index, int linkType, String name, String description, String comment)
            implements PcapngBlock {

        /** One without a comment. */
        public InterfaceDescription(int index, int linkType, String name, String description) {
            this(index, linkType, name, description, "");
        }
    }

    /**
     * @param unixNanos arrival time in nanoseconds since 1970, whatever the resolution of the file
     * @param frame the captured bytes, a slice of the reader's input; copy what must outlive it
     */
    record EnhancedPacket(int interfaceIndex, long unixNanos, ByteBuffer frame) implements PcapngBlock {}

    /**
     * Of the section's first interface. Nobody noted when it came.
     *
     * @param frame the captured bytes and up to three of filling behind them where they were cut; a slice of the reader's input
     */
    record SimplePacket(ByteBuffer frame) implements PcapngBlock {}

    /** A block that says nothing about packets. */
    record Other(int type, int length) implements PcapngBlock {}
}
