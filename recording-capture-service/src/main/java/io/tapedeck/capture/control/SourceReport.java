package io.tapedeck.capture.control;

import static io.tapedeck.capture.control.NgReplies.number;
import static io.tapedeck.capture.control.NgReplies.text;

import io.tapedeck.capture.session.Opinion;
import io.tapedeck.capture.session.Opinion.Score;
import io.tapedeck.capture.session.Reception;
import io.tapedeck.capture.session.StreamStatistics;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How each source of a call was received. {@code SSRC} has rtpengine's form and units: scores are tenfold, round trips
 * in microseconds, jitter in milliseconds, loss in percent. {@code reception} is ours: bencode knows no fractions, so
 * what has some is text.
 */
final class SourceReport {

    private static final double TENFOLD = 10;

    private final List<StreamStatistics> statistics;

    SourceReport(List<StreamStatistics> statistics) {
        this.statistics = statistics;
    }

    /** By the SSRC that each stream has now. */
    NgDictionary entries() {
        Map<String, NgValue> sources = new LinkedHashMap<>();
        for (StreamStatistics s : statistics) {
            Opinion opinion = s.reception().opinion();
            if (s.isRtp() && opinion != null) {
                sources.put(Integer.toUnsignedString(s.ssrc()), opinion(opinion));
            }
        }
        return new NgDictionary(sources);
    }

    private static NgDictionary opinion(Opinion opinion) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        Map<String, NgValue> average = score(opinion.average());
        average.put("samples", number(opinion.samples()));
        entries.put("average MOS", new NgDictionary(average));
        entries.put("lowest MOS", new NgDictionary(score(opinion.lowest())));
        entries.put("highest MOS", new NgDictionary(score(opinion.highest())));
        return new NgDictionary(entries);
    }

    private static Map<String, NgValue> score(Score score) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("MOS", number(Math.round(score.mos() * TENFOLD)));
        entries.put("round-trip time", number(micros(score.roundTrip())));
        entries.put("jitter", number(Math.round(score.jitterMillis())));
        entries.put("packet loss", number(Math.round(score.lossPercent())));
        return entries;
    }

    private static long micros(@Nullable Duration time) {
        return time == null ? 0 : time.toNanos() / 1_000;
    }

    static NgDictionary reception(StreamStatistics s) {
        Reception r = s.reception();
        Map<String, NgValue> entries = new LinkedHashMap<>();
        if (r.payloadType() >= 0) {
            entries.put("payload type", number(r.payloadType()));
        }
        entries.put("expected", number(r.expected()));
        entries.put("lost", number(r.lost()));
        entries.put("reordered", number(r.reordered()));
        entries.put("duplicates", number(r.duplicates()));
        entries.put("late", number(r.late()));
        entries.put("rejected", number(s.rejected()));
        if (s.unauthentic() > 0) {
            entries.put("unauthentic", number(s.unauthentic()));
        }
        entries.put("SSRC changes", number(r.sourceChanges()));
        entries.put("jitter ms", decimal(r.jitterMillis()));
        entries.put("longest gap ms", number(s.longestGap().toMillis()));
        Duration roundTrip = r.roundTrip();
        if (roundTrip != null) {
            entries.put("round-trip time", number(micros(roundTrip)));
        }
        Double reported = r.reportedLostPercent();
        if (reported != null) {
            entries.put("reported loss percent", decimal(reported));
        }
        return new NgDictionary(entries);
    }

    private static NgValue decimal(double value) {
        return text(String.format(Locale.ROOT, "%.3f", value));
    }
}
