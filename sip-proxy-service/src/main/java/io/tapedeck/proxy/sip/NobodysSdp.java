package io.tapedeck.proxy.sip;

import io.tapedeck.protocol.sdp.Direction;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.PayloadType;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the platform answers to an offer when it speaks to the caller itself (RFC 3264, 6): the first line of sound, in one
 * codec in which it can play and hear, with keys; all other lines are refused. Its address is nobody's.
 */
final class NobodysSdp {

    /** In these it can play as well as hear who speaks and what is pressed. */
    private static final Set<String> CODECS = Set.of("PCMA", "PCMU", "G722");

    private static final String OTHER_CODEC = "OPUS";
    private static final String KEYS = "TELEPHONE-EVENT";
    private static final Set<String> PLAIN = Set.of("RTP/AVP", "RTP/AVPF");

    /** Nobody listens there (RFC 863, discard); it only has to be another one than 0, which refuses. */
    private static final int PORT = 9;

    private NobodysSdp() {}

    /** Empty when there is no sound in the offer that could be played to or listened to. */
    static Optional<String> answerTo(String offer) {
        try {
            SessionDescription said = SessionDescription.parse(offer);
            int line = spokenLine(said);
            return line < 0 ? Optional.empty() : Optional.of(answer(said, line));
        } catch (SdpException e) {
            return Optional.empty();
        }
    }

    private static int spokenLine(SessionDescription said) {
        for (int i = 0; i < said.media().size(); i++) {
            MediaDescription line = said.media().get(i);
            boolean plain = line.type().equals("audio") && PLAIN.contains(line.protocol());
            if (plain && !line.rejected() && codec(line).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<PayloadType> codec(MediaDescription line) {
        List<PayloadType> offered = line.payloadTypes();
        return offered.stream()
                .filter(type -> CODECS.contains(type.encoding()))
                .findFirst()
                .or(() -> offered.stream()
                        .filter(type -> type.encoding().equals(OTHER_CODEC))
                        .findFirst());
    }

    private static String answer(SessionDescription said, int spoken) {
        var sdp = new StringBuilder("v=0\r\no=tapedeck 1 1 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n");
        for (int i = 0; i < said.media().size(); i++) {
            MediaDescription line = said.media().get(i);
            if (i == spoken) {
                sdp.append(accepted(line, said.directionOf(i)));
            } else {
                String formats = String.join(" ", line.formats());
                sdp.append("m=" + line.type() + " 0 " + line.protocol() + " " + formats + "\r\n");
            }
        }
        return sdp.toString();
    }

    private static String accepted(MediaDescription line, Direction offered) {
        var types = new ArrayList<PayloadType>();
        PayloadType codec = codec(line).orElseThrow();
        types.add(codec);
        keys(line, codec).ifPresent(types::add);
        var sdp = new StringBuilder("m=audio " + PORT + " " + line.protocol());
        types.forEach(type -> sdp.append(" " + type.number()));
        sdp.append("\r\n");
        for (PayloadType type : types) {
            String channels = type.channels() > 1 ? "/" + type.channels() : "";
            sdp.append("a=rtpmap:" + type.number() + " " + spelled(type.encoding()) + "/" + type.clockRateHertz())
                    .append(channels + "\r\n");
            if (!type.parameters().isEmpty()) {
                sdp.append("a=fmtp:" + type.number() + " " + type.parameters() + "\r\n");
            }
        }
        return sdp.append("a=" + mirrored(offered).attributeName() + "\r\n").toString();
    }

    /** Names are compared without regard to case, but not by every phone. */
    private static String spelled(String encoding) {
        return switch (encoding) {
            case KEYS -> "telephone-event";
            case OTHER_CODEC -> "opus";
            default -> encoding;
        };
    }

    /** Keys have the clock of the sound they are among (RFC 4733, 2.1), where they are offered so. */
    private static Optional<PayloadType> keys(MediaDescription line, PayloadType codec) {
        List<PayloadType> offered = line.payloadTypes().stream()
                .filter(type -> type.encoding().equals(KEYS))
                .toList();
        return offered.stream()
                .filter(type -> type.clockRateHertz() == codec.clockRateHertz())
                .findFirst()
                .or(() -> offered.stream().findFirst());
    }

    private static Direction mirrored(Direction offered) {
        return switch (offered) {
            case SENDRECV, INACTIVE -> offered;
            case SENDONLY -> Direction.RECVONLY;
            case RECVONLY -> Direction.SENDONLY;
        };
    }
}
