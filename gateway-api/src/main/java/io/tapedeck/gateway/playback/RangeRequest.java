package io.tapedeck.gateway.playback;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks of a file (RFC 9110 section 14). */
sealed interface RangeRequest {

    /** All of it: no range was asked for, or one that the RFC says to ignore. */
    record Whole() implements RangeRequest {}

    /** These parts, in this order; at least one. */
    record Parts(List<ByteRange> ranges) implements RangeRequest {

        public Parts {
            ranges = List.copyOf(ranges);
        }
    }

    /** Parts of which the file has none: 416. */
    record Unsatisfiable() implements RangeRequest {}

    int RANGES_MAXIMUM = 16;
    Pattern UNIT = Pattern.compile("bytes\\s*=(?<set>.*)", Pattern.CASE_INSENSITIVE);
    Pattern RANGE = Pattern.compile("(?<first>[0-9]{1,18})?-(?<last>[0-9]{1,18})?");

    /**
     * Reads the header. Many or overlapping ranges are a known way to exhaust servers (RFC 9110 section 17.15): what asks
     * for more than the whole file gets the whole file.
     *
     * @param header null when there was none
     * @param size of the file in bytes
     */
    static RangeRequest parse(@Nullable String header, long size) {
        Matcher unit = UNIT.matcher(header == null ? "" : header.strip().toLowerCase(Locale.ROOT));
        if (!unit.matches()) {
            return new Whole();
        }
        String[] specs = unit.group("set").split(",", -1);
        List<ByteRange> ranges = new ArrayList<>();
        for (String spec : specs) {
            Matcher range = RANGE.matcher(spec.strip());
            if (!range.matches() || !isValid(range.group("first"), range.group("last"))) {
                return new Whole();
            }
            ByteRange part = part(range.group("first"), range.group("last"), size);
            if (part.length() > 0) {
                ranges.add(part);
            }
        }
        return specs.length > RANGES_MAXIMUM ? new Whole() : chosen(ranges, size);
    }

    private static boolean isValid(@Nullable String first, @Nullable String last) {
        if (first == null) {
            return last != null;
        }
        return last == null || Long.parseLong(first) <= Long.parseLong(last);
    }

    /** The part that the file has of it; of no length when it has none. */
    private static ByteRange part(@Nullable String first, @Nullable String last, long size) {
        if (first == null) {
            long suffix = Long.parseLong(Objects.requireNonNull(last));
            return new ByteRange(size - Math.min(size, suffix), size - 1);
        }
        long to = last == null ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        return new ByteRange(Math.min(Long.parseLong(first), to + 1), to);
    }

    private static RangeRequest chosen(List<ByteRange> ranges, long size) {
        if (ranges.isEmpty()) {
            return new Unsatisfiable();
        }
        long asked = ranges.stream().mapToLong(ByteRange::length).sum();
        return ranges.size() > 1 && asked >= size ? new Whole() : new Parts(ranges);
    }
}
