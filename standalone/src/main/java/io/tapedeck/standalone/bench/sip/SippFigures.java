package io.tapedeck.standalone.bench.sip;

import io.tapedeck.standalone.bench.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What the calling sipp counted.
 *
 * @param ringing from the INVITE (with credentials where they are asked for) to the 180 that the callee sends at once
 */
record SippFigures(long succeeded, long failed, long retransmissions, Percentiles ringing) {

    private static final double NANOS_PER_MILLI = 1e6;

    static SippFigures in(Path statistics, Path responseTimes) throws IOException {
        List<String> lines = Files.readAllLines(statistics);
        List<String> names = List.of(lines.getFirst().split(";", -1));
        String[] last = lines.getLast().split(";", -1);
        return new SippFigures(
                number(names, last, "SuccessfulCall(C)"),
                number(names, last, "FailedCall(C)"),
                number(names, last, "Retransmissions(C)"),
                Percentiles.of(Files.readAllLines(responseTimes).stream()
                        .skip(1)
                        .map(SippFigures::responseTime)
                        .toList()));
    }

    private static long number(List<String> names, String[] values, String name) {
        int at = names.indexOf(name);
        if (at < 0 || at >= values.length) {
            throw new IllegalStateException("sipp does not tell " + name + ", only " + Arrays.toString(values));
        }
        return Long.parseLong(values[at].strip());
    }

    /** {@code date;milliseconds;name}. */
    private static Duration responseTime(String line) {
        return Duration.ofNanos(Math.round(Double.parseDouble(line.split(";", -1)[1]) * NANOS_PER_MILLI));
    }
}
