package io.tapedeck.standalone.bench.relay;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One G.711 call of the load.
 *
 * @param toCaller where the caller is to send its media
 * @param toCallee where the callee is to
 */
record LoadCall(String callId, String fromTag, int callerPort, int calleePort, String toCaller, String toCallee) {

    /** Below the range from which systems take ports for clients, and from which relays usually take theirs. */
    private static final int FIRST_PORT = 10_000;

    private static final int PORTS_PER_CALL = 4;
    private static final String ADDRESS = "127.0.0.1";

    static LoadCall setUp(NgController relay, String run, int number, boolean recorded) throws IOException {
        int callerPort = FIRST_PORT + PORTS_PER_CALL * number;
        int calleePort = callerPort + PORTS_PER_CALL / 2;
        var keys = new HashMap<>(Map.of("call-id", run + "-" + number, "from-tag", "f" + number, "ICE", "remove"));
        if (recorded) {
            keys.put("record call", "yes");
        }
        keys.put("sdp", sdp(callerPort));
        String offered = mediaAddress(relay.command("offer", keys).text("sdp").orElse(""));
        keys.put("to-tag", "t" + number);
        keys.put("sdp", sdp(calleePort));
        String answered = mediaAddress(relay.command("answer", keys).text("sdp").orElse(""));
        return new LoadCall(run + "-" + number, "f" + number, callerPort, calleePort, answered, offered);
    }

    void delete(NgController relay) throws IOException {
        relay.command("delete", Map.of("call-id", callId, "from-tag", fromTag));
    }

    /** The two legs as the generator reads them: own address, address to send to. */
    List<String> generatorLines() {
        return List.of(ADDRESS + ":" + callerPort + " " + toCaller, ADDRESS + ":" + calleePort + " " + toCallee);
    }

    private static String sdp(int port) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 1 1 IN IP4 " + ADDRESS,
                "s=-",
                "c=IN IP4 " + ADDRESS,
                "t=0 0",
                "m=audio " + port + " RTP/AVP 8",
                "a=rtpmap:8 PCMA/8000",
                "a=ptime:20",
                "a=sendrecv",
                "");
    }

    private static String mediaAddress(String sdp) throws IOException {
        String host = "";
        String port = "";
        for (String line : sdp.lines().toList()) {
            if (line.startsWith("c=IN IP4 ")) {
                host = line.substring("c=IN IP4 ".length()).strip();
            } else if (line.startsWith("m=audio ")) {
                port = line.split(" ", -1)[1];
            }
        }
        if (host.isEmpty() || port.isEmpty()) {
            throw new IOException("no audio in the relay's SDP: " + sdp);
        }
        return host + ":" + port;
    }
}
