package io.tapedeck.capture.control;

import static io.tapedeck.capture.control.NgReplies.number;
import static io.tapedeck.capture.control.NgReplies.text;

import io.tapedeck.capture.control.CommandTimes.Interval;
import io.tapedeck.capture.media.RelayCounters.Count;
import io.tapedeck.capture.media.UdpRelay;
import io.tapedeck.capture.session.CallTotals.Snapshot;
import io.tapedeck.capture.session.CaptureSessions;
import io.tapedeck.protocol.ng.NgValue;
import io.tapedeck.protocol.ng.NgValue.NgDictionary;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * {@code statistics} in rtpengine's form. There is no kernel module, no transcoding and no foreign session, so their
 * figures are 0. Rates and delays are those since the command was last given, by whomever.
 */
final class StatisticsCommand {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final CaptureSessions sessions;
    private final UdpRelay relay;
    private final CommandTimes times;
    private final LongSupplier nanoTime;
    private final long startedAt;
    private Traffic before;

    StatisticsCommand(CaptureSessions sessions, UdpRelay relay, CommandTimes times, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.relay = relay;
        this.times = times;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.before = new Traffic(startedAt, 0, 0, 0);
    }

    Map<String, NgCommand> table() {
        return Map.of("statistics", _ -> NgReplies.ok(Map.of("statistics", statistics())));
    }

    // The monitor guards the traffic at the last request: two controllers may ask at once.
    private synchronized NgDictionary statistics() {
        Traffic now = traffic();
        Map<String, Interval> intervals = times.take();
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("currentstatistics", current(now));
        entries.put("totalstatistics", total(now));
        entries.put("intervalstatistics", interval(intervals, now));
        entries.put("controlstatistics", control(intervals));
        before = now;
        return new NgDictionary(entries);
    }

    private Traffic traffic() {
        long errors = relay.count(Count.FOREIGN)
                + relay.count(Count.MALFORMED)
                + relay.count(Count.OVERSIZED)
                + relay.count(Count.UNSENDABLE);
        return new Traffic(nanoTime.getAsLong(), relay.count(Count.RELAYED), relay.receivedBytes(), errors);
    }

    private NgDictionary current(Traffic now) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("sessionsown", number(sessions.size()));
        entries.put("sessionsforeign", number(0));
        entries.put("sessionstotal", number(sessions.size()));
        entries.put("transcodedmedia", number(0));
        double seconds = now.secondsSince(before);
        traffic(entries, "packetrate", perSecond(now.packets() - before.packets(), seconds));
        traffic(entries, "byterate", perSecond(now.bytes() - before.bytes(), seconds));
        traffic(entries, "errorrate", perSecond(now.errors() - before.errors(), seconds));
        return new NgDictionary(entries);
    }

    /** In user space, where everything is; in the kernel; together. */
    private static void traffic(Map<String, NgValue> entries, String name, long value) {
        entries.put(name + "_user", number(value));
        entries.put(name + "_kernel", number(0));
        entries.put(name, number(value));
    }

    private static long perSecond(long count, double seconds) {
        return seconds <= 0 ? 0 : Math.round(count / seconds);
    }

    private NgDictionary total(Traffic now) {
        Snapshot calls = sessions.totals().snapshot();
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("uptime", text(String.valueOf(Math.round((now.nanoTime() - startedAt) / NANOS_PER_SECOND))));
        entries.put("managedsessions", number(calls.ended()));
        entries.put("rejectedsessions", number(calls.rejected()));
        entries.put("timeoutsessions", number(calls.timedOut()));
        entries.put("regularterminatedsessions", number(calls.ended() - calls.timedOut()));
        entries.put("forcedterminatedsessions", number(0));
        traffic(entries, "relayedpackets", now.packets());
        traffic(entries, "relayedpacketerrors", now.errors());
        traffic(entries, "relayedbytes", now.bytes());
        entries.put("zerowaystreams", number(calls.zeroWay()));
        entries.put("onewaystreams", number(calls.oneWay()));
        double seconds = calls.averageCall().toMillis() / MILLIS_PER_SECOND;
        entries.put("avgcallduration", text(String.format(Locale.ROOT, "%.6f", seconds)));
        return new NgDictionary(entries);
    }

    private NgDictionary interval(Map<String, Interval> intervals, Traffic now) {
        double seconds = now.secondsSince(before);
        Map<String, NgValue> entries = new LinkedHashMap<>();
        intervals.forEach((command, interval) -> entries.put(command, delays(interval, seconds)));
        return new NgDictionary(entries);
    }

    /** In microseconds. */
    private static NgDictionary delays(Interval interval, double seconds) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        entries.put("count", number(interval.count()));
        entries.put("rate", number(perSecond(interval.count(), seconds)));
        entries.put("min", number(interval.minMicros()));
        entries.put("max", number(interval.maxMicros()));
        entries.put("avg", number(interval.averageMicros()));
        return new NgDictionary(entries);
    }

    private static NgDictionary control(Map<String, Interval> intervals) {
        Map<String, NgValue> entries = new LinkedHashMap<>();
        intervals.forEach((command, interval) ->
                entries.put("total" + command.replace(" ", "") + "count", number(interval.total())));
        return new NgDictionary(entries);
    }

    private record Traffic(long nanoTime, long packets, long bytes, long errors) {

        private double secondsSince(Traffic earlier) {
            return (nanoTime - earlier.nanoTime) / NANOS_PER_SECOND;
        }
    }
}
