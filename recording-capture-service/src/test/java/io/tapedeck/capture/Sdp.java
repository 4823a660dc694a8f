package io.tapedeck.capture;

import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;

/** Session descriptions for tests, line by line, and what a reply's says. */
final class Sdp {

    private Sdp() {}

    static String of(String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + String.join("\r\n", lines)
                + "\r\n";
    }

    static String audio(int port) {
        return "m=audio " + port + " RTP/AVP 8";
    }

    static String video(int port) {
        return "m=video " + port + " RTP/AVP 96 97\r\na=rtpmap:96 H264/90000\r\na=rtpmap:97 VP8/90000";
    }

    static String fax(int port) {
        return "m=image " + port + " udptl t38";
    }

    static MediaDescription line(NgDictionary reply, int index) {
        try {
            return SessionDescription.parse(reply.text("sdp").orElseThrow())
                    .media()
                    .get(index);
        } catch (SdpException e) {
            throw new AssertionError(e);
        }
    }

    static int port(NgDictionary reply, int index) {
        return line(reply, index).port();
    }
}
