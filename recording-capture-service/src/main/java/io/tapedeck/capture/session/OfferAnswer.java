package io.tapedeck.capture.session;

import io.tapedeck.capture.session.SdpWishes.Replacement;
import io.tapedeck.capture.session.SdpWishes.RtcpMux;
import io.tapedeck.capture.session.SdpWishes.Trait;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.sdp.Connection;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SDP in, SDP out: puts the relay between the parties, does what the controller wants and touches nothing else (RFC
 * 3264, RFC 8866). Remembers what an answer has to come back to.
 */
final class OfferAnswer {

    private final List<OfferedLine> offered = new ArrayList<>();
    private final Map<Side, ShownSession> shown = new EnumMap<>(Side.class);

    /**
     * @param receiver the party that gets this SDP
     * @param ports by media line; null where the line was never opened
     */
    SessionDescription offer(SessionDescription sdp, Side receiver, List<@Nullable LinePorts> ports, SdpWishes wishes)
            throws UnbridgeableSdpException {
        List<OfferedLine> lines = new ArrayList<>();
        SessionDescription result = IceRemoval.from(sdp);
        for (int i = 0; i < sdp.media().size(); i++) {
            OfferedLine line = OfferedLine.of(sdp.media().get(i), wishes);
            lines.add(line);
            result = result.withMedia(i, line.offered(result.media().get(i), i, wishes));
        }
        boolean oneRtcpPort = wishes.rtcpMux().contains(RtcpMux.REQUIRE);
        result = throughUs(result, receiver, ports, wishes, oneRtcpPort);
        offered.clear();
        offered.addAll(lines);
        return result;
    }

    /** The answer to the last offer. */
    SessionDescription answer(
            SessionDescription sdp, Side receiver, List<@Nullable LinePorts> ports, SdpWishes wishes) {
        SessionDescription result = IceRemoval.from(sdp);
        for (int i = 0; i < Math.min(sdp.media().size(), offered.size()); i++) {
            result = result.withMedia(i, offered.get(i).answered(result.media().get(i), wishes));
        }
        return throughUs(result, receiver, ports, wishes, true);
    }

    /** Whether the party that offered has RTCP on its RTP port, with this answer. */
    boolean offererMultiplexes(int index, MediaDescription answer, SdpWishes wishes) {
        return index < offered.size() && offered.get(index).multiplexes(answer, wishes);
    }

    private SessionDescription throughUs(
            SessionDescription sdp,
            Side receiver,
            List<@Nullable LinePorts> ports,
            SdpWishes wishes,
            boolean muxIsAgreed) {
        SessionDescription result = sdp;
        String address = addressFor(receiver, ports, wishes);
        for (int i = 0; i < sdp.media().size(); i++) {
            LinePorts line = i < ports.size() ? ports.get(i) : null;
            MediaDescription media = result.media().get(i);
            if (line != null && !media.rejected()) {
                result = result.withMedia(
                        i, throughUs(media, address, line.towards(receiver).port(), wishes, muxIsAgreed));
            }
        }
        if (address == null) {
            return result;
        }
        if (result.connection().filter(c -> isReplaced(c, wishes)).isPresent()) {
            Connection ours = Connection.to(address);
            result = result.withConnection(ours.addressType(), ours.address());
        }
        return shown.computeIfAbsent(receiver, _ -> new ShownSession()).of(result, wishes.replace(), address);
    }

    /** Null when no line was ever opened. */
    private static @Nullable String addressFor(Side receiver, List<@Nullable LinePorts> ports, SdpWishes wishes) {
        for (LinePorts line : ports) {
            if (line != null) {
                return wishes.address() != null
                        ? wishes.address()
                        : line.towards(receiver).host();
            }
        }
        return wishes.address();
    }

    private static MediaDescription throughUs(
            MediaDescription media, @Nullable String address, int port, SdpWishes wishes, boolean muxIsAgreed) {
        MediaDescription line = media.withPort(port);
        if (address != null
                && line.connection().filter(c -> isReplaced(c, wishes)).isPresent()) {
            line = line.withConnection(Connection.to(address));
        }
        if (wishes.traits().contains(Trait.NO_RTCP_ATTRIBUTE)) {
            return line.withoutAttribute("rtcp");
        }
        boolean full = wishes.traits().contains(Trait.FULL_RTCP_ATTRIBUTE)
                && media.protocol().contains("RTP/");
        if (!full && line.attribute("rtcp").isEmpty()) {
            return line;
        }
        String rtcpPort = String.valueOf(muxIsAgreed && line.rtcpMux() ? port : port + 1);
        return line.withAttribute("rtcp", full && address != null ? rtcpPort + " " + Connection.to(address) : rtcpPort);
    }

    /** 0.0.0.0 says "hold" (RFC 2543, B.5) and has to arrive as such, unless the controller knows better. */
    private static boolean isReplaced(Connection connection, SdpWishes wishes) {
        return !connection.isUnspecified() || wishes.replace().contains(Replacement.ZERO_ADDRESS);
    }
}
