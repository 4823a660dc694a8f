package io.tapedeck.standalone.bench;

import io.tapedeck.standalone.bench.PlayableBenchmark.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A result as one line of JSON, so that figures can be collected by programs. */
public final class ResultLine {

    private static final double HALF_MICRO = 1000.0;

    private ResultLine() {}

    public static String playable(Outcome outcome, int concurrency, Duration talk) {
        var percentiles = Percentiles.of(outcome.playable());
        var line = new LinkedHashMap<String, Object>();
        line.put("benchmark", "playable");
        line.put("calls", percentiles.count());
        line.put("failed", outcome.failed());
        line.put("concurrency", concurrency);
        line.put("talkSeconds", talk.toSeconds());
        for (int percent : new int[] {50, 90, 99, 100}) {
            line.put(percent == 100 ? "maxMillis" : "p" + percent + "Millis", rounded(percentiles.millis(percent)));
        }
        return of(line);
    }

    /** A result whose values are named already. */
    public static String of(Map<String, Object> line) {
        return JsonMapper.builder().build().writeValueAsString(line);
    }

    private static double rounded(double millis) {
        return Math.round(millis * HALF_MICRO) / HALF_MICRO;
    }
}
