package io.tapedeck.conversion.video;

import io.tapedeck.conversion.timeline.PacketPlacement;
import io.tapedeck.conversion.timeline.PlacedPacket;
import io.tapedeck.protocol.video.EncodedFrame;
import io.tapedeck.protocol.video.FrameAssembly;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One RTP source of pictures: order and place, then a codec's assembly for each payload type. One thread. */
final class VideoSource {

    private final VideoFormats formats;
    private final BiConsumer<VideoSource, EncodedFrame> next;
    private final Set<String> unknown;
    private final PacketPlacement placement = new PacketPlacement(VideoTime.HERTZ, this::placed);
    private final Map<Integer, @Nullable FrameAssembly> assemblies = new HashMap<>();
    private @Nullable FrameAssembly current;
    private boolean lossPending;
    private boolean wasShown;

    /** @param unknown gets the names of what cannot be shown */
    VideoSource(VideoFormats formats, BiConsumer<VideoSource, EncodedFrame> next, Set<String> unknown) {
        this.formats = formats;
        this.next = next;
        this.unknown = unknown;
    }

    PacketPlacement placement() {
        return placement;
    }

    boolean wasShown() {
        return wasShown;
    }

    void markShown() {
        wasShown = true;
    }

    /** The last picture is whole, or never will be. */
    void flush() {
        if (current != null) {
            current.flush();
        }
    }

    /** Another source begins: this one's last picture must not come after its first. */
    void settle() {
        if (current != null) {
            current.settle();
        }
    }

    long dropped() {
        long sum = 0;
        for (FrameAssembly assembly : assemblies.values()) {
            sum += assembly == null ? 0 : assembly.dropped();
        }
        return sum;
    }

    private void placed(PlacedPacket packet) {
        lossPending |= packet.afterLoss();
        if (packet.length() == 0) { // padding to measure the network with
            return;
        }
        FrameAssembly assembly = assemblyOf(packet.payloadType());
        if (assembly == null) {
            return;
        }
        if (current != null && current != assembly) {
            current.flush();
            assembly.interrupt();
        }
        current = assembly;
        assembly.accept(
                packet.timestamp(), packet.place(), packet.marker(), lossPending, packet.payload(), packet.length());
        lossPending = false;
    }

    private @Nullable FrameAssembly assemblyOf(int payloadType) {
        if (assemblies.containsKey(payloadType)) {
            return assemblies.get(payloadType);
        }
        FrameAssembly made = formats.open(payloadType, frame -> next.accept(this, frame));
        if (made == null) {
            unknown.add(formats.name(payloadType));
        }
        assemblies.put(payloadType, made);
        return made;
    }
}
