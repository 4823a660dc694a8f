package io.tapedeck.capture.spool;

import java.net.InetAddress;

/** Where packets of one ring number belong: a file, an interface in it, and our address that they were sent to. */
final class Tap {

    final CaptureFile file;
    final int interfaceIndex;
    /** Network byte order; read per packet, so never copied. */
    final byte[] localAddress;

    final int localPort;
    final FrameHeader header;

    Tap(CaptureFile file, int interfaceIndex, InetAddress localAddress, int localPort) {
        this.file = file;
        this.interfaceIndex = interfaceIndex;
        this.localAddress = localAddress.getAddress();
        this.localPort = localPort;
        this.header = new FrameHeader(this.localAddress, localPort);
    }
}
