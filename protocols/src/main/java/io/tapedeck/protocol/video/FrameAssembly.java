package io.tapedeck.protocol.video;

/**
 * Puts the packets of one source together to pictures. Packets come in the order of their sequence numbers; those with the same
 * timestamp are a picture. After a loss nothing is given out until the next key frame: what would be decoded in between is wrong.
 * One thread.
 */
public final class FrameAssembly {

    private final VideoPayload format;
    private final Frames next;
    private boolean open;
    private int timestamp;
    private long position;
    private boolean marked;
    private boolean everMarked;
    private boolean damaged;
    private boolean startUncertain;
    private boolean awaitingKey = true;
    private long dropped;

    /** Takes over pictures in the order in which they are decoded. */
    public interface Frames {
        void accept(EncodedFrame frame);
    }

    public FrameAssembly(VideoPayload format, Frames next) {
        this.format = format;
        this.next = next;
    }

    /**
     * @param rtpTimestamp tells pictures apart
     * @param place of the packet on the caller's clock; that of its first packet becomes the picture's
     * @param marker the picture's last packet (RFC 6184, 5.1; RFC 7741, 4.1); a sender that never sets it is understood too
     * @param afterLoss packets are missing between the one before and this
     */
    public void accept(int rtpTimestamp, long place, boolean marker, boolean afterLoss, byte[] payload, int length) {
        if (open && rtpTimestamp != timestamp) {
            damaged |= afterLoss && !marked; // its end may be what was lost
            finish();
        } else if (open && afterLoss) {
            damaged = true;
        }
        if (!open) {
            begin(rtpTimestamp, place, afterLoss);
        }
        marked = marker;
        everMarked |= marker;
        format.append(payload, length);
    }

    /** No more packets will come. */
    public void flush() {
        if (open) {
            damaged |= everMarked && !marked; // its end never came
            finish();
        }
    }

    /** Gives out the picture in hand if its end was marked, though nothing follows yet. */
    public void settle() {
        if (open && marked) {
            finish();
        }
    }

    /** What comes next cannot be decoded before a key frame, whatever came before. */
    public void interrupt() {
        open = false;
        awaitingKey = true;
    }

    /** Pictures that were torn, or could not be decoded because one before them was. */
    public long dropped() {
        return dropped;
    }

    private void begin(int rtpTimestamp, long place, boolean afterLoss) {
        open = true;
        timestamp = rtpTimestamp;
        position = place;
        damaged = false;
        startUncertain = afterLoss;
        format.begin();
    }

    private void finish() {
        open = false;
        awaitingKey |= startUncertain;
        VideoPayload.Outcome outcome = damaged ? VideoPayload.Outcome.BROKEN : format.end(startUncertain);
        switch (outcome) {
            case NOTHING -> {}
            case BROKEN -> drop();
            case DELTA -> delta();
            case KEY -> give(true);
        }
    }

    private void delta() {
        if (awaitingKey) {
            dropped++;
        } else {
            give(false);
        }
    }

    private void drop() {
        awaitingKey = true;
        dropped++;
    }

    private void give(boolean key) {
        awaitingKey = false;
        next.accept(new EncodedFrame(format.codec(), position, key, format.picture()));
    }
}
