package io.tapedeck.capture.session;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Side;
import java.util.List;
import java.util.Map;

/**
 * The media of one call. One event loop owns its sockets; a method here asks that loop and returns when it has
 * done so, unless it says otherwise. Callable from any thread, in order.
 */
public interface RelayedCall {

    /**
     * Takes ports for a media line and listens on them.
     *
     * @param mediaIndex number of the m-line
     * @param towardsCaller where the caller is to send to; the nearest there is
     * @param towardsCallee where the callee is to send to; the nearest there is
     */
    LinePorts addLine(int mediaIndex, MediaPlace towardsCaller, MediaPlace towardsCallee) throws OutOfPortsException;

    /** Closes the line's ports; they rest before they are used again. */
    void removeLine(int mediaIndex);

    /** Whether the line carries RTP; other datagrams are passed on as they are and never recorded. */
    void carry(int mediaIndex, boolean rtp);

    /** Whether RTCP for {@code side} goes to its RTP port (RFC 5761). */
    void multiplex(int mediaIndex, Side side, boolean multiplexed);

    /** How what {@code sender} sends on the line is protected from now on; until it is said nothing is. */
    void protect(int mediaIndex, Side sender, Protection protection);

    /** Sends the line's media for {@code side} there from now on. A changed address is learned anew. */
    void aim(int mediaIndex, Side side, Aim aim);

    /**
     * What the payload types of the streams mean from now on, for those who measure them. Ends each negotiation: when this
     * returns, and perhaps not before, what {@link #carry}, {@link #multiplex}, {@link #protect}, {@link #aim} and the
     * controls' {@link MediaControls#agree} and {@link MediaControls#detect} said is in force too.
     */
    void agree(List<MediaStream> streams);

    /** Takes ports to send copies from; nothing is sent before {@link #copy}. */
    MediaAddress openCopy(int copy) throws OutOfPortsException;

    /** Sends a copy of what {@code side} sends on the line to somebody else, in place of where it went before. */
    void copy(int copy, int mediaIndex, Side side, MediaAddress rtp, MediaAddress rtcp);

    /** Ends a copy and closes its ports. */
    void closeCopy(int copy);

    /**
     * Keeps packets from now on, each under the number its stream has here; replaces what was said before.
     *
     * @return {@link System#nanoTime()} of the loop: packets that arrive later are kept
     */
    long keep(Map<StreamKey, Integer> taps);

    /** Keeps no packet from now on. */
    Cut withhold();

    /** What {@link #lastPacketNanos} says before the first packet. */
    long NO_PACKET = Long.MIN_VALUE;

    /** {@link System#nanoTime()} of the last accepted packet, or {@link #NO_PACKET}. Does not wait for the loop. */
    long lastPacketNanos();

    List<StreamStatistics> statistics();

    /** What is put into its audio, and what of it is kept from the parties. */
    MediaControls controls();

    /** Closes the sockets; the ports rest before they are used again. Does not wait. */
    void close();
}
