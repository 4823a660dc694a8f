package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.PayloadFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One RTP source (SSRC): order, then clock, then decoder, then channel. Payload types with a clock rate of their own get a
 * clock of their own. One thread.
 */
final class Source {

    private static final int TYPES = 128;

    private final int ssrc;
    private final PayloadTable payloads;
    private final Channel channel;
    private final int rate;
    private final PacketPool pool;
    private final TimelineTally tally;
    private final SequenceOrder order;
    private final @Nullable Voice[] voices = new @Nullable Voice[TYPES];
    private final Map<Integer, StreamClock> clocks = new LinkedHashMap<>();
    private short[] samples = new short[2_048];

    /** A payload type that can be decoded. */
    private record Voice(AudioDecoder decoder, StreamClock clock, int clockRate) {}

    Source(int ssrc, PayloadTable payloads, Channel channel, int rate, PacketPool pool, TimelineTally tally) {
        this.ssrc = ssrc;
        this.payloads = payloads;
        this.channel = channel;
        this.rate = rate;
        this.pool = pool;
        this.tally = tally;
        this.order = new SequenceOrder(pool, tally, this::inOrder);
    }

    int ssrc() {
        return ssrc;
    }

    void accept(MediaPacket packet, int sequenceNumber) {
        order.offer(packet, sequenceNumber);
    }

    void advance(long nowNanos) {
        order.advance(nowNanos);
        clocks.values().forEach(clock -> clock.advance(nowNanos));
    }

    void flush() {
        order.flush();
        clocks.values().forEach(StreamClock::flush);
    }

    void close() {
        for (Voice voice : voices) {
            if (voice != null) {
                voice.decoder().close();
            }
        }
    }

    private void inOrder(MediaPacket packet) {
        Voice voice = voices[packet.payloadType];
        if (voice == null) {
            voice = voiceOf(packet.payloadType);
        }
        if (voice == null || packet.length == 0) {
            pool.giveBack(packet);
            return;
        }
        voice.clock().accept(packet);
    }

    private @Nullable Voice voiceOf(int payloadType) {
        PayloadFormat format = payloads.format(payloadType);
        if (format == null) {
            return unknown(payloads.name(payloadType));
        }
        if (payloads.speechless(format)) {
            return null;
        }
        AudioDecoder decoder = payloads.open(format);
        if (decoder == null) {
            return unknown(payloads.name(payloadType));
        }
        var voice = new Voice(decoder, clockOf(format.clockRateHertz()), format.clockRateHertz());
        voices[payloadType] = voice;
        return voice;
    }

    private @Nullable Voice unknown(String codec) {
        tally.undecodable++;
        tally.unknownCodecs.add(codec);
        return null;
    }

    private StreamClock clockOf(int hertz) {
        return clocks.computeIfAbsent(hertz, _ -> new StreamClock(hertz, pool, tally, this::placed));
    }

    private void placed(MediaPacket packet, long positionTicks) {
        Voice voice = voices[packet.payloadType];
        if (voice != null) {
            decode(voice, packet, positionTicks);
        }
        pool.giveBack(packet);
    }

    private void decode(Voice voice, MediaPacket packet, long positionTicks) {
        int most = voice.decoder().mostSamples(packet.length);
        if (samples.length < most) {
            samples = new short[most];
        }
        int count = voice.decoder().decode(packet.payload, packet.length, samples);
        long position =
                voice.clockRate() == rate ? positionTicks : Math.floorDiv(positionTicks * rate, voice.clockRate());
        channel.write(position, samples, count);
        tally.decoded++;
    }
}
