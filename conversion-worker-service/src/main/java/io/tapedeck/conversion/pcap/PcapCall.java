package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.media.RawCapture;
import io.tapedeck.protocol.ip.UdpFrame;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call in a packet capture, described by the SDP of both parties. The caller's sound is replayed as interface 0, the callee's as
 * interface 1, their video as 2 and 3, decrypted.
 */
public final class PcapCall implements RawCapture {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PacketFile file;
    private final List<CallLine> lines;

    private List<String> unreadable = List.of();

    private PcapCall(PacketFile file, List<CallLine> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
    }

    /**
     * Looks through the capture once, or once more where time goes back in it.
     *
     * @throws JobFailure when it cannot be read, or the call is not in it
     */
    public static PcapCall find(Path capture, String callerSdp, String calleeSdp) throws JobFailure {
        PartyDescription.Pair audio = PartyDescription.ofAudio(callerSdp, calleeSdp);
        Optional<PartyDescription.Pair> video = PartyDescription.find(callerSdp, calleeSdp, "video");
        var file = new PacketFile(capture);
        var runs = new TimeRuns();
        CallFlows flows = flows(file, runs);
        if (!runs.inOrder()) {
            file = new PacketFile(capture, runs.starts());
            flows = flows(file, new TimeRuns());
        }
        var lines = new ArrayList<CallLine>();
        lines.add(CallLine.of("audio", 0, audio, flows));
        if (video.isPresent()) {
            lines.add(CallLine.of("video", 1, video.get(), flows));
        }
        if (lines.stream().allMatch(CallLine::silent)) {
            throw notFound(flows.all().size());
        }
        return new PcapCall(file, lines);
    }

    private static CallFlows flows(PacketFile file, TimeRuns runs) throws JobFailure {
        var flows = new CallFlows();
        var udp = new UdpFrame();
        file.replay((unixNanos, packet) -> {
            runs.note(unixNanos);
            if (udp.wrap(packet)) {
                flows.count(udp, unixNanos, packet);
            }
        });
        return flows;
    }

    private static JobFailure notFound(int flows) {
        return flows == 0
                ? JobFailure.of(
                        FailureCode.NO_MEDIA,
                        "The capture has no packet of sound (RTP), at most control packets (RTCP).")
                : JobFailure.of(
                        FailureCode.SDP_MISMATCH,
                        "The capture has " + (flows == 1 ? "one RTP stream" : flows + " RTP streams")
                                + ", but none from or to the addresses and ports of the two"
                                + " SDPs. Is it the capture of this call?");
    }

    /** When the first packet of the call was captured. */
    public Instant startedAt() {
        long first = lines.stream()
                .flatMap(CallLine::seen)
                .mapToLong(seen -> seen.firstNanos)
                .min()
                .orElse(0);
        return Instant.ofEpochSecond(first / NANOS_PER_SECOND, first % NANOS_PER_SECOND);
    }

    /** Both parties' streams, with the formats that were used. */
    public List<MediaStream> streams() {
        return lines.stream().flatMap(line -> line.streams().stream()).toList();
    }

    /** Who sent packets of which none fits a key, as it turned out when they were last replayed: caller, callee. */
    public List<String> unreadable() {
        return unreadable;
    }

    @Override
    public void replay(FrameSink sink) throws JobFailure {
        var ways = new CallWays(lines);
        file.replay((unixNanos, packet) -> ways.pass(unixNanos, packet, sink));
        unreadable = Stream.of(CallLine.CALLER, CallLine.CALLEE)
                .filter(ways::noKeyFits)
                .map(party -> party == CallLine.CALLER ? "caller" : "callee")
                .toList();
        if (ways.noKeyFits()) {
            throw JobFailure.of(
                    FailureCode.SDP_MISMATCH,
                    "No packet of the call fits the keys (a=crypto) of the two SDPs. Are they the SDPs that were agreed on in"
                            + " this call?");
        }
    }
}
