package io.tapedeck.capture.spool;

import io.tapedeck.capture.session.MediaAddress;
import io.tapedeck.capture.session.StreamDescription;
import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.captures.MediaStream.Component;
import io.tapedeck.contracts.captures.MediaStream.Origin;
import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import io.tapedeck.protocol.pcapng.PcapngBlock.InterfaceDescription;
import io.tapedeck.protocol.sdp.MediaDescription;
import io.tapedeck.protocol.sdp.PayloadType;
import io.tapedeck.protocol.sdp.SdpException;
import io.tapedeck.protocol.sdp.SessionDescription;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads back what {@link Preamble#of} wrote: a stream by its interface. */
final class InterfaceNames {

    /** See {@link StreamDescription#name()}. */
    private static final Pattern NAME = Pattern.compile("(played to )?(caller|callee) (\\w+)(?: (\\d+))? (RTP|RTCP)");

    private static final Pattern PORT = Pattern.compile("to port (\\d{1,5})$");

    /** The address was that of the node; which of its addresses, the file does not say by stream. */
    private static final String UNKNOWN_HOST = "0.0.0.0";

    private InterfaceNames() {}

    /** One whose name says nothing is taken for the caller's: nobody else is left who could know. */
    static StreamDescription streamOf(InterfaceDescription one, int index) {
        Matcher name = NAME.matcher(one.name());
        boolean isNamed = name.matches();
        boolean isCallee = isNamed && name.group(2).equals("callee");
        boolean isRtcp = isNamed && name.group(5).equals("RTCP");
        String line = isNamed ? name.group(4) : null;
        int mediaIndex = line == null ? 0 : Integer.parseInt(line);
        var stream = new MediaStream(
                index,
                isCallee ? Side.CALLEE : Side.CALLER,
                isNamed ? name.group(3) : "audio",
                mediaIndex,
                isRtcp ? Component.RTCP : Component.RTP,
                isRtcp ? List.of() : payloads(one.comment(), mediaIndex),
                isNamed && name.group(1) != null ? Origin.PLAYED : Origin.PARTY);
        return new StreamDescription(stream, new MediaAddress(UNKNOWN_HOST, portOf(one.description())), one.comment());
    }

    private static int portOf(String description) {
        Matcher port = PORT.matcher(description);
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    private static List<PayloadFormat> payloads(String sdp, int mediaIndex) {
        try {
            List<MediaDescription> lines = SessionDescription.parse(sdp).media();
            if (mediaIndex >= lines.size()) {
                return List.of();
            }
            MediaDescription line = lines.get(mediaIndex);
            boolean isEncrypted = line.protocol().toUpperCase(Locale.ROOT).contains("SAVP");
            return line.payloadTypes().stream()
                    .map(type -> format(isEncrypted ? "SRTP/" : "", type))
                    .toList();
        } catch (SdpException _) {
            return List.of(); // none, or cut off because it was too long
        }
    }

    private static PayloadFormat format(String prefix, PayloadType type) {
        return new PayloadFormat(
                type.number(), prefix + type.encoding(), type.clockRateHertz(), type.channels(), type.parameters());
    }
}
