package io.tapedeck.conversion.timeline;

import io.tapedeck.contracts.captures.MediaStream.Side;
import io.tapedeck.contracts.captures.PayloadFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One RTP source (SSRC): order, then clock, then decoder, then channel. Payload types with a clock rate of their own get a
 * clock of their own. One thread.
 */
final class Source {

    private static final int TYPES = 128;

    /** Fewer packets than that, after which another source goes on, are strays. */
    private static final int BELIEVABLE = 5;

    /** How far behind the present the noise of a pause is made: behind all packets that may still come. */
    private static final long PAUSE_NANOS = StreamClock.LOOK_AHEAD_NANOS + SessionTime.NANOS_PER_SECOND;

    private final int ssrc;
    private final BooleanSupplier outlived;
    private final PayloadTable payloads;
    private final Channel.Voice channel;
    private final int rate;
    private final PacketPool pool;
    private final TimelineTally tally;
    private final SequenceOrder order;
    private final Keys keys;
    private final @Nullable Voice[] voices = new @Nullable Voice[TYPES];
    private final Map<Integer, StreamClock> clocks = new LinkedHashMap<>();
    private @Nullable Voice current;
    private @Nullable StreamClock running;
    private long packets;
    private long nextSequence;
    private long filled;
    private boolean interrupted;
    private short[] samples = new short[6_000];

    /** A payload type that can be decoded. */
    private record Voice(AudioDecoder decoder, StreamClock clock, int clockRate, Resampler resampler) {}

    /** @param outlived another source was heard before this one and after its last packet */
    Source(
            int ssrc,
            BooleanSupplier outlived,
            Side side,
            PayloadTable payloads,
            Channel channel,
            int rate,
            PacketPool pool,
            TimelineTally tally) {
        this.ssrc = ssrc;
        this.outlived = outlived;
        this.payloads = payloads;
        this.channel = channel.voice();
        this.rate = rate;
        this.pool = pool;
        this.tally = tally;
        this.keys = new Keys(side, tally);
        this.order = new SequenceOrder(pool, tally, this::inOrder);
    }

    int ssrc() {
        return ssrc;
    }

    void accept(MediaPacket packet, int sequenceNumber) {
        order.offer(packet, sequenceNumber);
    }

    /** @param latest no other source has been heard since this one; a pause is nobody's once another speaks */
    void advance(long nowNanos, boolean latest) {
        interrupted |= !latest;
        order.advance(nowNanos);
        clocks.values().forEach(clock -> clock.advance(nowNanos));
        if (current != null) {
            settle(current, (double) SessionTime.ticks(nowNanos - PAUSE_NANOS, rate));
        }
    }

    /** Nothing came for a while: the sound so far is complete, and a pause is heard as noise while it lasts. */
    private void settle(Voice voice, double position) {
        if (voice.resampler().started() && voice.resampler().end() < position) {
            if (!interrupted) {
                fill(voice, position, false);
            }
            voice.resampler().finish();
        }
    }

    void flush() {
        order.flush();
        clocks.values().forEach(StreamClock::flush);
        if (current != null) {
            current.resampler().finish();
        }
    }

    void close() {
        for (Voice voice : voices) {
            if (voice != null) {
                voice.decoder().close();
            }
        }
    }

    private void inOrder(MediaPacket packet) {
        packet.afterLoss = packets > 0 && packet.sequence > nextSequence;
        nextSequence = packet.sequence + 1;
        packets++;
        Voice voice = voices[packet.payloadType];
        if (voice == null) {
            voice = voiceOf(packet);
        }
        if (voice == null || packet.length == 0) {
            pool.giveBack(packet);
            return;
        }
        changeTo(voice.clock());
        voice.clock().accept(packet);
    }

    /** What waits on the clock before was sent before. */
    private void changeTo(StreamClock clock) {
        if (running != null && running != clock) {
            running.flush();
        }
        running = clock;
    }

    private @Nullable Voice voiceOf(MediaPacket packet) {
        PayloadFormat format = payloads.format(packet.payloadType);
        if (format == null) {
            return unknown(payloads.name(packet.payloadType));
        }
        if (payloads.speechless(format)) {
            if (payloads.isEvent(format)) {
                int hertz = format.clockRateHertz();
                keys.accept(packet, clockOf(hertz).estimate(packet), hertz);
            }
            return null;
        }
        AudioDecoder decoder = payloads.open(format, rate);
        if (decoder == null) {
            return unknown(payloads.name(packet.payloadType));
        }
        var voice = new Voice(
                decoder,
                clockOf(format.clockRateHertz()),
                format.clockRateHertz(),
                new Resampler(decoder.sampleRateHertz(), rate, channel));
        voices[packet.payloadType] = voice;
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

    private void placed(MediaPacket packet, double positionTicks) {
        Voice voice = voices[packet.payloadType];
        if (packets < BELIEVABLE && outlived.getAsBoolean()) {
            tally.misplaced++;
        } else if (voice != null) {
            decode(voice, packet, positionTicks * rate / voice.clockRate());
        }
        pool.giveBack(packet);
    }

    private void decode(Voice voice, MediaPacket packet, double position) {
        if (current != null) {
            bridge(current, voice, packet, position);
            if (current.resampler() != voice.resampler()) {
                current.resampler().finish();
            }
        }
        current = voice;
        interrupted = false;
        filled = 0;
        samples = roomFor(voice.decoder().mostSamples(packet.length));
        int count = voice.decoder().decode(packet.payload, packet.length, samples);
        voice.resampler().write(position, samples, count);
        if (voice.decoder().understood()) {
            tally.decoded++;
        } else {
            tally.rejected++;
        }
    }

    /** From the last sound to the next, which may tell of the end of what was lost. */
    private void bridge(Voice from, Voice to, MediaPacket packet, double position) {
        AudioDecoder decoder = from.decoder();
        int repeated = packet.afterLoss && from.resampler() == to.resampler()
                ? decoder.repeated(packet.payload, packet.length)
                : 0;
        double length = (double) repeated * rate / decoder.sampleRateHertz();
        Resampler sound = from.resampler();
        if (packet.afterLoss || !interrupted) {
            fill(from, position - length, packet.afterLoss);
        }
        if (filled > 0 && !packet.afterLoss) {
            sound.beginAt(position);
        }
        if (repeated > 0 && sound.started() && position - sound.end() >= length / 2) {
            samples = roomFor(repeated);
            sound.write(position - length, samples, decoder.recover(packet.payload, packet.length, samples));
        }
    }

    private short[] roomFor(int count) {
        return samples.length < count ? new short[count] : samples;
    }

    /** What the decoder makes of the time between the last sound and the next. */
    private void fill(Voice voice, double position, boolean lost) {
        Resampler sound = voice.resampler();
        int decoded = voice.decoder().sampleRateHertz();
        while (sound.started() && position - sound.end() >= 1) {
            long wanted = Math.round((position - sound.end()) * decoded / rate);
            int count = voice.decoder().fill(lost, wanted, filled, samples);
            if (count <= 0) {
                return;
            }
            sound.write(sound.end(), samples, count);
            filled += count;
        }
    }
}
