package io.tapedeck.capture.media;

import io.tapedeck.capture.session.Reception;
import io.tapedeck.protocol.quality.CodecImpairment;
import io.tapedeck.protocol.quality.EModel;
import java.time.Duration;

/** Measures the RTP of one port: loss, order, jitter, and what people would say. Loop thread only; measuring allocates nothing. */
final class RtpMeter {

    /** How often a score is taken; RTCP's own pace (RFC 3550, 6.2). */
    private static final long BETWEEN_SCORES = 5_000_000_000L;
    /** One packet's sound and the sender's own work. */
    private static final double PACKET_MILLIS = 20;
    /** What a player waits for late packets, in jitters. */
    private static final double PLAYOUT_JITTERS = 2;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int NONE = -1;

    private final SequenceCounter sequence = new SequenceCounter();
    private final ArrivalJitter jitter = new ArrivalJitter();
    private final OpinionScores scores = new OpinionScores();
    private AgreedPayloads agreed = AgreedPayloads.NONE;
    private CodecImpairment impairment = CodecImpairment.G711;
    private boolean sound = true;
    private int payloadType = NONE;
    private boolean started;
    private int ssrc;
    private int sourceChanges;
    private long lastScoreNanos;
    private long expectedAtScore;
    private long lostAtScore;
    private final LegReports reports = new LegReports();

    void agree(AgreedPayloads payloads) {
        agreed = payloads;
        payloadType = NONE; // the number may mean something else now
    }

    boolean agreedOn(int type) {
        return agreed.find(type) >= 0;
    }

    void heard(int type, int packetSsrc, int sequenceNumber, int timestamp, long now) {
        if (!started || packetSsrc != ssrc) {
            changeSource(packetSsrc, now);
        }
        if (type != payloadType) {
            changePayload(type);
        }
        sequence.take(sequenceNumber);
        if (sound) {
            jitter.take(timestamp, now);
        }
        if (now - lastScoreNanos >= BETWEEN_SCORES) {
            score(now);
        }
    }

    private void changeSource(int packetSsrc, long now) {
        if (started) {
            sourceChanges++;
            sequence.restart();
        } else {
            lastScoreNanos = now;
        }
        started = true;
        ssrc = packetSsrc;
        payloadType = NONE;
    }

    private void changePayload(int type) {
        int place = agreed.find(type);
        payloadType = type;
        sound = agreed.isSound(place);
        if (sound) {
            impairment = agreed.impairment(place);
            jitter.restart(agreed.hertz(place));
        }
    }

    private void score(long now) {
        long expected = sequence.expected() - expectedAtScore;
        long lost = Math.max(0, sequence.lost() - lostAtScore);
        expectedAtScore += expected;
        lostAtScore = sequence.lost();
        lastScoreNanos = now;
        if (!agreed.speech || expected <= 0) {
            return;
        }
        double lossPercent = 100.0 * lost / expected;
        long roundTrip = reports.roundTripNanos();
        double delay =
                Math.max(0, roundTrip) / (2 * NANOS_PER_MILLI) + PLAYOUT_JITTERS * jitter.millis() + PACKET_MILLIS;
        double mos = EModel.mos(EModel.rating(impairment, delay, Math.min(100, lossPercent)));
        scores.add(mos, roundTrip, jitter.millis(), lossPercent);
    }

    int ssrc() {
        return ssrc;
    }

    LegReports reports() {
        return reports;
    }

    /** Calls too short for a score get one of what there is. */
    Reception reception(long now) {
        if (started && scores.samples() == 0) {
            score(now);
        }
        long roundTrip = reports.roundTripNanos();
        return new Reception(
                payloadType,
                sequence.expected(),
                sequence.lost(),
                sequence.reordered(),
                sequence.duplicates(),
                sequence.late(),
                sourceChanges,
                jitter.millis(),
                roundTrip < 0 ? null : Duration.ofNanos(roundTrip),
                reports.reportedLostPercent(),
                scores.opinion());
    }
}
