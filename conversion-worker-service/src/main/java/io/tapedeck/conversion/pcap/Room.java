package io.tapedeck.conversion.pcap;

/** How many more of something there may be, so that odd captures do not cost memory without end. One thread. */
final class Room {

    private int left;

    Room(int most) {
        this.left = most;
    }

    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
