package io.tapedeck.capture.media;

import java.io.IOException;

/** Which {@link DatagramIo} a loop gets. */
enum IoChoice {
    /** The cheapest that runs here. */
    AUTO,
    NIO,
    EPOLL;

    /** @param trafficClass see {@link MediaSettings#trafficClass} */
    DatagramIo open(int trafficClass) throws IOException {
        return switch (this) {
            case NIO -> new NioIo(trafficClass);
            case EPOLL -> new EpollIo(trafficClass);
            case AUTO -> EpollIo.isPossible() ? new EpollIo(trafficClass) : new NioIo(trafficClass);
        };
    }
}
