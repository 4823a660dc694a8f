package io.tapedeck.protocol.video;

import io.tapedeck.protocol.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A stream of a test: what is sent, and the pictures that come of it. */
final class Pictures {

    final List<EncodedFrame> seen = new ArrayList<>();
    final FrameAssembly assembly;
    private boolean lost;

    Pictures(VideoPayload format) {
        this.assembly = new FrameAssembly(format, seen::add);
    }

    /** A packet in the middle of a picture. */
    Pictures packet(int timestamp, String commentedHex) {
        return packet(timestamp, false, commentedHex);
    }

    /** The last packet of a picture. */
    Pictures last(int timestamp, String commentedHex) {
        return packet(timestamp, true, commentedHex);
    }

    Pictures loss() {
        lost = true;
        return this;
    }

    Pictures end() {
        assembly.flush();
        return this;
    }

    private Pictures packet(int timestamp, boolean marker, String commentedHex) {
        byte[] payload = Bytes.in(Bytes.of(commentedHex));
        assembly.accept(timestamp, timestamp, marker, lost, payload, payload.length);
        lost = false;
        return this;
    }

    List<String> hex() {
        return seen.stream()
                .map(frame -> HexFormat.of().formatHex(frame.data()))
                .toList();
    }

    List<Long> positions() {
        return seen.stream().map(EncodedFrame::position).toList();
    }
}
