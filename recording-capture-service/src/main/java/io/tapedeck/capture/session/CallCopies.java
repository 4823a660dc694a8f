package io.tapedeck.capture.session;

import io.tapedeck.capture.session.CallParties.CallParty;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.protocol.sdp.Connection;
import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Third parties that get copies of what the parties send. Not thread-safe. */
final class CallCopies {

    private static final int MOST_COPIES = 32;

    private final RelayedCall relay;
    private final CallMedia media;
    private final Map<String, List<CopiedLine>> subscribers = new LinkedHashMap<>();
    private int nextNumber;

    CallCopies(RelayedCall relay, CallMedia media) {
        this.relay = relay;
        this.media = media;
    }

    /**
     * Offers copies of all lines of these parties; a subscriber of that name begins anew.
     *
     * @return null when there is nothing to copy, or more than the call may have copies
     */
    @Nullable
    CopyOffer offer(String subscriber, Set<Side> sides) throws OutOfPortsException, SdpException {
        close(subscriber);
        int copies = subscribers.values().stream().mapToInt(List::size).sum();
        List<CopiedLine> lines = new ArrayList<>();
        var sections = new StringBuilder();
        for (Side side : sides) {
            for (int i = 0; i < media.ports().size(); i++) {
                MediaDescription section = sectionOf(side, i);
                if (section != null && copies + lines.size() >= MOST_COPIES) {
                    lines.forEach(line -> relay.closeCopy(line.number()));
                    return null;
                }
                if (section != null) {
                    int number = nextNumber++;
                    MediaAddress from = opened(number, lines);
                    lines.add(new CopiedLine(number, side, i, section.type()));
                    sections.append(copyOf(keyed(section, side, i), from, lines.size() - 1));
                }
            }
        }
        if (lines.isEmpty()) {
            return null;
        }
        subscribers.put(subscriber, lines);
        Connection place = Connection.to(hostOf());
        String head = "v=0\r\no=- " + (1_000 + nextNumber) + " 1 " + place + "\r\ns=tapedeck\r\nt=0 0\r\n";
        return new CopyOffer(head + sections, List.copyOf(lines));
    }

    private MediaAddress opened(int number, List<CopiedLine> before) throws OutOfPortsException {
        try {
            return relay.openCopy(number);
        } catch (OutOfPortsException e) {
            before.forEach(line -> relay.closeCopy(line.number()));
            throw e;
        }
    }

    private String hostOf() {
        return media.ports().stream()
                .filter(ports -> ports != null)
                .findFirst()
                .map(ports -> ports.towardsCaller().host())
                .orElse("0.0.0.0");
    }

    /** The line as its receiver wrote it, since that says what the payload types mean; else as its sender did. */
    private @Nullable MediaDescription sectionOf(Side side, int index) throws SdpException {
        CallParty receiver = media.parties().get(CallParties.other(side));
        CallParty sender = media.parties().get(side);
        LineTerms own = media.parties().terms(side, index);
        if (media.ports().get(index) == null || sender == null || own == null || own.rejected()) {
            return null;
        }
        CallParty author = receiver != null && index < receiver.lines().size() ? receiver : sender;
        MediaDescription section =
                SessionDescription.parse(author.sdp()).media().get(index);
        return section.rejected() ? null : section;
    }

    /** Copies of SRTP are encrypted as their sender does it, so they come with its key, not with that of its receiver. */
    private MediaDescription keyed(MediaDescription section, Side side, int index) {
        return media.protection()
                .lineOf(side, index)
                .map(line -> section.withoutAttribute("crypto").withAttribute("crypto", line.text()))
                .orElse(section);
    }

    private static String copyOf(MediaDescription section, MediaAddress from, int label) {
        MediaDescription copy = IceRemoval.from(section)
                .withPort(from.port())
                .withConnection(Connection.to(from.host()))
                .withoutAttribute("rtcp")
                .withoutAttribute("rtcp-mux")
                .withoutAttribute("mid");
        for (Direction direction : Direction.values()) {
            copy = copy.withoutAttribute(direction.attributeName());
        }
        return copy.withAttribute("label", String.valueOf(label))
                .withAttribute(Direction.SENDONLY.attributeName(), null)
                .toString();
    }

    Set<String> subscribers() {
        return subscribers.keySet();
    }

    /** @return false when nobody of that name asked */
    boolean answer(String subscriber, String sdp) throws SdpException {
        List<CopiedLine> lines = subscribers.get(subscriber);
        if (lines == null) {
            return false;
        }
        List<LineTerms> answer = LineTerms.of(SessionDescription.parse(sdp));
        for (int i = 0; i < Math.min(lines.size(), answer.size()); i++) {
            CopiedLine line = lines.get(i);
            LineTerms terms = answer.get(i);
            MediaAddress rtcp = terms.multiplexed() ? terms.rtp() : terms.rtcp();
            relay.copy(line.number(), line.mediaIndex(), line.side(), terms.rtp(), rtcp);
        }
        return true;
    }

    /** @return false when nobody of that name was there */
    boolean close(String subscriber) {
        List<CopiedLine> lines = subscribers.remove(subscriber);
        if (lines == null) {
            return false;
        }
        lines.forEach(line -> relay.closeCopy(line.number()));
        return true;
    }
}
