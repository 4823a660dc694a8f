package io.tapedeck.testkit.phone;

import io.tapedeck.protocol.sdp.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a phone has to know of a session description with one audio stream (RFC 8866, RFC 3264), and a stream of video where the
 * phone has a camera.
 *
 * @param port 0: no audio
 * @param payloadTypes of the formats in the offerer's order
 * @param eventPayloadType of telephone-event at 8 kHz, −1 if there is none
 * @param crypto value of the first {@code a=crypto} line (RFC 4568); empty without SRTP
 * @param otherMedia the other m= lines, which an answer refuses one by one
 * @param videoPort where the phone takes H.264; 0 for a phone without a camera
 */
record CallSdp(
        String address,
        int port,
        List<Integer> payloadTypes,
        int eventPayloadType,
        Direction direction,
        String crypto,
        List<String> mediaBefore,
        List<String> otherMedia,
        int videoPort) {

    static final int NO_EVENTS = -1;

    private static final String VIDEO = "m=video ";

    static CallSdp parse(String text) throws SipSyntaxException {
        var reader = new Reader();
        for (String line : text.split("\r?\n", -1)) {
            reader.line(line.strip());
        }
        return reader.result();
    }

    /** @param version must grow with every description of a session (RFC 3264, 8) */
    static String format(long sessionId, int version, CallSdp description) {
        var text = new StringBuilder("v=0\r\n")
                .append("o=- %d %d IN IP4 %s\r\n".formatted(sessionId, version, description.address))
                .append("s=call\r\nc=IN IP4 %s\r\nt=0 0\r\n".formatted(description.address));
        description.mediaBefore.forEach(media -> text.append(refused(media)));
        boolean secure = !description.crypto.isEmpty();
        text.append("m=audio %d %s".formatted(description.port, secure ? "RTP/SAVP" : "RTP/AVP"));
        description.payloadTypes.forEach(type -> text.append(' ').append(type));
        text.append(description.eventPayloadType < 0 ? "\r\n" : " " + description.eventPayloadType + "\r\n");
        description.payloadTypes.stream()
                .flatMap(type -> Codec.ofPayloadType(type).stream())
                .forEach(codec -> text.append(codec.attributes()));
        if (description.eventPayloadType >= 0) {
            text.append("a=rtpmap:%1$d telephone-event/8000\r\na=fmtp:%1$d 0-15\r\n"
                    .formatted(description.eventPayloadType));
        }
        if (secure) {
            text.append("a=crypto:").append(description.crypto).append("\r\n");
        }
        text.append("a=ptime:20\r\na=")
                .append(description.direction.attributeName())
                .append("\r\n");
        description.mediaBehind().forEach(text::append);
        return text.toString();
    }

    /** An offer has one line of video behind the audio, an answer what was offered there. */
    private List<String> mediaBehind() {
        if (videoPort == 0) {
            return otherMedia.stream().map(CallSdp::refused).toList();
        }
        if (otherMedia.isEmpty()) {
            return List.of(video(VIDEO + videoPort + " RTP/AVP 96"));
        }
        return otherMedia.stream()
                .map(media -> media.startsWith(VIDEO) ? video(media) : refused(media))
                .toList();
    }

    private String video(String media) {
        String payloadType = media.split(" ", -1)[3];
        return "m=video %1$d RTP/AVP %2$s\r\na=rtpmap:%2$s H264/90000\r\na=fmtp:%2$s packetization-mode=1\r\n"
                .formatted(videoPort, payloadType);
    }

    /** {@code m=video 4000 RTP/AVP 96} becomes {@code m=video 0 RTP/AVP 96}. */
    private static String refused(String media) {
        return media.replaceFirst("^(m=\\S+) \\S+", "$1 0") + "\r\n";
    }

    /** What the peer's direction leaves for ours: its sending is our receiving. */
    Direction mirrored() {
        return switch (direction) {
            case SENDRECV -> Direction.SENDRECV;
            case SENDONLY -> Direction.RECVONLY;
            case RECVONLY -> Direction.SENDONLY;
            case INACTIVE -> Direction.INACTIVE;
        };
    }

    private static final class Reader {

        private String address = "";
        private int port = -1;
        private boolean inAudio;
        private boolean inMedia;
        private final List<Integer> payloadTypes = new ArrayList<>();
        private int events = NO_EVENTS;
        private Direction direction = Direction.SENDRECV;
        private String crypto = "";
        private final List<String> before = new ArrayList<>();
        private final List<String> others = new ArrayList<>();

        void line(String line) throws SipSyntaxException {
            if (line.startsWith("m=")) {
                media(line);
            } else if (line.startsWith("c=") && (inAudio || !inMedia)) {
                address = line.substring(line.lastIndexOf(' ') + 1);
            } else if (line.startsWith("a=") && (inAudio || !inMedia)) {
                attribute(line.substring(2));
            }
        }

        private void media(String line) throws SipSyntaxException {
            inMedia = true;
            inAudio = port < 0 && line.startsWith("m=audio ");
            if (!inAudio) {
                (port < 0 ? before : others).add(line);
                return;
            }
            String[] fields = line.split(" ", -1);
            try {
                port = Integer.parseInt(fields[1]);
                for (int i = 3; i < fields.length; i++) {
                    payloadTypes.add(Integer.valueOf(fields[i]));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new SipSyntaxException("not an audio line: " + line);
            }
        }

        private void attribute(String attribute) {
            for (Direction candidate : Direction.values()) {
                if (candidate.attributeName().equals(attribute)) {
                    direction = candidate;
                }
            }
            if (crypto.isEmpty() && attribute.startsWith("crypto:")) {
                crypto = attribute.substring("crypto:".length());
            }
            String lower = attribute.toLowerCase(Locale.ROOT);
            if (lower.matches("rtpmap:\\d{1,3}\\s+telephone-event/8000")) {
                events = Integer.parseInt(lower.substring("rtpmap:".length()).split("\\s", 2)[0]);
            }
        }

        CallSdp result() throws SipSyntaxException {
            if (port < 0) {
                throw new SipSyntaxException("no audio in the session description");
            }
            payloadTypes.removeIf(type -> type == events);
            return new CallSdp(address, port, List.copyOf(payloadTypes), events, direction, crypto, before, others, 0);
        }
    }
}
