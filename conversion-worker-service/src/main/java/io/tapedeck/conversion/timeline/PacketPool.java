package io.tapedeck.conversion.timeline;

import java.util.ArrayDeque;

/** Packets to be used again, so that hours of speech cost no garbage. One thread. */
final class PacketPool {

    private static final int KEPT = 512;

    private final ArrayDeque<MediaPacket> free = new ArrayDeque<>();

    MediaPacket take() {
        MediaPacket packet = free.pollLast();
        return packet == null ? new MediaPacket() : packet;
    }

    void giveBack(MediaPacket packet) {
        if (free.size() < KEPT) {
            free.addLast(packet);
        }
    }
}
