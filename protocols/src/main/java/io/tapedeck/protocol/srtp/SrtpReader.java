package io.tapedeck.protocol.srtp;

import io.tapedeck.protocol.rtp.RtpPacketView;
import java.nio.ByteBuffer;

/**
 * Checks and decrypts the SRTP packets that one party sends (RFC 3711, AES counter mode and HMAC-SHA1). Each source has a
 * roll-over counter of its own, which follows its sequence numbers (3.3.1). Allocates for a new source, not for a packet.
 * One thread.
 *
 * <pre>
 * | RTP header, CSRCs, extension | payload, encrypted | MKI | authentication tag |
 * |&lt;------------- authenticated, with the roll-over counter behind -&gt;|
 * </pre>
 */
public final class SrtpReader {

    /** What {@link #open(ByteBuffer, int, int)} says of a packet that is not authentic. */
    public static final int REFUSED = -1;

    private static final int HEADER = 12;

    /** Of the packets that are refused, one in so many may cost a search: a sender names its sources as it likes. */
    private static final int BETWEEN_SEARCHES = 16;

    private static final int MOST_BETWEEN_SEARCHES = 4_096;

    private static final long UNKNOWN = -1;

    private final int tagLength;
    private final int mkiLength;
    private final KeyStream stream;
    private final PacketTag tag;
    private final RtpPacketView view = new RtpPacketView();
    private RollOvers sources = new RollOvers();
    /** The first search is not waited for: somebody may come in the middle of a call. */
    private int sinceSearch = BETWEEN_SEARCHES;

    private final int window;
    private int betweenSearches = BETWEEN_SEARCHES;

    /** For packets that come while the call goes on: no packet costs much, and after some packets every count is found. */
    public SrtpReader(SdesKey key) {
        this(key, RollOver.WINDOW);
    }

    /** For packets that were kept: one search tries every count, so that no packet is lost; searches in vain become rarer. */
    public static SrtpReader thorough(SdesKey key) {
        return new SrtpReader(key, RollOver.LAST_TURN);
    }

    private SrtpReader(SdesKey key, int window) {
        this.window = window;
        this.tagLength = key.tagLength();
        this.mkiLength = key.mkiLength();
        var session = new SessionKeys(key, SessionKeys.RTP);
        this.stream = session.stream();
        this.tag = session.tag();
    }

    /** Before the first packet: this key comes after another in a call, and what is known of the sources stays true. */
    public void follow(SrtpReader before) {
        sources = new RollOvers(before.sources);
    }

    /**
     * @param packet position to limit: an SRTP packet; decrypted in place, its limit then is the end of the RTP packet
     * @return false when the packet is not authentic; it is unchanged
     */
    public boolean open(ByteBuffer packet) {
        int start = packet.position();
        int length = packet.remaining();
        int opened = open(packet, start, length);
        packet.limit(start + (opened == REFUSED ? length : opened)).position(start);
        return opened != REFUSED;
    }

    /**
     * Decrypts a packet where it lies; moves the buffer's position.
     *
     * @param start index of the SRTP packet, whatever the position
     * @return the length of the RTP packet, or {@link #REFUSED} when it is not authentic; then it is unchanged
     */
    public int open(ByteBuffer memory, int start, int length) {
        int plain = length - tagLength - mkiLength;
        if (plain < HEADER || !view.wrapEncrypted(memory, start, plain)) {
            return REFUSED;
        }
        int sequence = view.sequenceNumber();
        RollOver source = sources.of(view.ssrc());
        long rollOver = rollOver(memory, start, start + plain, source, sequence);
        if (rollOver == UNKNOWN) {
            return REFUSED;
        }
        source.proved(rollOver, sequence);
        stream.apply(memory, view.payloadOffset(), start + plain, view.ssrc(), rollOver << Short.SIZE | sequence);
        return plain;
    }

    /** A packet went by that nobody has to open; its number still counts for those behind it. */
    public void pass(int ssrc, int sequenceNumber) {
        sources.of(ssrc).passed(sequenceNumber);
    }

    private long rollOver(ByteBuffer memory, int start, int end, RollOver source, int sequence) {
        long likely = source.guess(sequence);
        if (authentic(memory, start, end, likely)) {
            return likely;
        }
        boolean worthSearching = source.refused();
        sinceSearch = Math.min(sinceSearch + 1, betweenSearches);
        if (!worthSearching || sinceSearch < betweenSearches) {
            return UNKNOWN;
        }
        sinceSearch = 0;
        long found = search(memory, start, end, likely, source.searchFrom(window));
        if (window == RollOver.LAST_TURN) {
            betweenSearches =
                    found == UNKNOWN ? Math.min(2 * betweenSearches, MOST_BETWEEN_SEARCHES) : BETWEEN_SEARCHES;
        }
        return found;
    }

    /** One beside it when the numbers were followed with a gap, none when the sender has begun anew; else step by step. */
    private long search(ByteBuffer memory, int start, int end, long likely, long from) {
        if (authentic(memory, start, end, likely + 1)) {
            return likely + 1;
        }
        if (authentic(memory, start, end, likely - 1)) {
            return likely - 1;
        }
        if (authentic(memory, start, end, 0)) {
            return 0;
        }
        for (long other = from; other < from + window; other++) {
            if (authentic(memory, start, end, other)) {
                return other;
            }
        }
        return UNKNOWN;
    }

    private boolean authentic(ByteBuffer memory, int start, int end, long rollOver) {
        return rollOver >= 0
                && tag.begin(memory, start, end).word((int) rollOver).matches(memory, end + mkiLength, tagLength);
    }
}
