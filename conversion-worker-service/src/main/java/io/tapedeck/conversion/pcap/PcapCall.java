package io.tapedeck.conversion.pcap;

import io.tapedeck.contracts.captures.MediaStream;
import io.tapedeck.contracts.recordings.FailureCode;
import io.tapedeck.conversion.job.CallLabel;
import io.tapedeck.conversion.job.JobFailure;
import io.tapedeck.conversion.media.FrameSink;
import io.tapedeck.conversion.media.RawCapture;
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

    private final CallLabel label;
    private final Stretches times;
    private List<String> remarks = List.of();

    private PcapCall(PacketFile file, List<CallLine> lines, CallNames names, PartyDescription.Pair parties) {
        this.file = file;
        this.lines = List.copyOf(lines);
        this.times = Stretches.believable(times(lines, CallLine.CALLER), times(lines, CallLine.CALLEE));
        this.label = names.label(parties, times.firstNanos());
    }

    private static List<Stretches> times(List<CallLine> lines, int party) {
        return lines.stream().flatMap(line -> line.times(party)).toList();
    }

    /**
     * Looks through the capture once, or once more where time goes back in it.
     *
     * @throws JobFailure when it cannot be read, or the call is not in it
     */
    public static PcapCall find(Path capture, String callerSdp, String calleeSdp) throws JobFailure {
        PartyDescription.Pair audio = PartyDescription.ofAudio(callerSdp, calleeSdp);
        Optional<PartyDescription.Pair> video = PartyDescription.find(callerSdp, calleeSdp, "video");
        var runs = new TimeRuns();
        var named = Stream.concat(Stream.of(audio), video.stream()).toList();
        Optional<CallFlows> inOrder = Optional.of(CallFlows.of(new PacketFile(capture), runs, named))
                .filter(_ -> runs.inOrder()); // else it is garbage during the second pass
        var file = new PacketFile(capture, runs.starts());
        CallFlows flows = inOrder.isPresent() ? inOrder.get() : CallFlows.of(file, new TimeRuns(), named);
        var lines = new ArrayList<CallLine>();
        lines.add(CallLine.of("audio", 0, audio, flows));
        if (video.isPresent()) {
            lines.add(CallLine.of("video", 1, video.get(), flows));
        }
        if (lines.stream().allMatch(CallLine::silent)) {
            throw notFound(flows);
        }
        return new PcapCall(file, lines, flows.names(), audio);
    }

    private static JobFailure notFound(CallFlows flows) {
        int found = flows.all().size();
        if (found > 0) {
            return JobFailure.of(
                    FailureCode.SDP_MISMATCH,
                    "The capture has " + (found == 1 ? "one RTP stream" : found + " RTP streams")
                            + ", but none from or to the addresses and ports of the two"
                            + " SDPs. Is it the capture of this call?");
        }
        return flows.headless() > 0
                ? JobFailure.of(
                        FailureCode.NO_MEDIA,
                        flows.headless()
                                + " packets were cut when captured, before the end of their RTP headers, and no other"
                                + " packet has sound. Capture whole packets (tcpdump -s 0).")
                : JobFailure.of(
                        FailureCode.NO_MEDIA,
                        "The capture has no packet of sound (RTP), at most control packets (RTCP).");
    }

    /** When the first packet of the call was captured. */
    public Instant startedAt() {
        return instant(times.firstNanos());
    }

    private static Instant instant(long unixNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(unixNanos, NANOS_PER_SECOND), Math.floorMod(unixNanos, NANOS_PER_SECOND));
    }

    /** When the last packet of the call was captured. */
    public Instant endedAt() {
        return instant(times.lastNanos());
    }

    /** Who talked, by the signalling in the capture; else by their addresses. */
    public CallLabel label() {
        return label;
    }

    /** Both parties' streams, with the formats that were used. */
    public List<MediaStream> streams() {
        return lines.stream().flatMap(line -> line.streams().stream()).toList();
    }

    /** What people should know of the capture, in sentences, as it turned out when it was last replayed. */
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public void replay(FrameSink sink) throws JobFailure {
        var ways = new CallWays(lines, times);
        Optional<String> damage = file.replay(at -> ways.pass(at, sink));
        remarks = remarks(ways, damage);
        if (ways.noKeyFits()) {
            throw JobFailure.of(
                    FailureCode.SDP_MISMATCH,
                    "No packet of the call fits the keys (a=crypto) of the two SDPs. Are they the SDPs that were agreed on in"
                            + " this call?");
        }
        if (ways.nothingButCuts()) {
            throw JobFailure.of(FailureCode.NO_MEDIA, "Nothing can be heard: " + String.join(" ", ways.remarks()));
        }
    }

    private static List<String> remarks(CallWays ways, Optional<String> damage) {
        List<String> unreadable = Stream.of(CallLine.CALLER, CallLine.CALLEE)
                .filter(ways::noKeyFits)
                .map(party -> party == CallLine.CALLER ? "caller" : "callee")
                .toList();
        var remarks = new ArrayList<>(ways.remarks());
        damage.ifPresent(remarks::add);
        if (!unreadable.isEmpty()) {
            remarks.add("Not decrypted: " + String.join(", ", unreadable) + " (no a=crypto of the two SDPs fits).");
        }
        return List.copyOf(remarks);
    }
}
