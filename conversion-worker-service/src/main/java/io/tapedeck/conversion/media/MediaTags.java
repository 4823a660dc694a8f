package io.tapedeck.conversion.media;

import io.tapedeck.conversion.job.MediaPlan;
import io.tapedeck.conversion.job.Piece;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the head of a media file tells people and programs.
 *
 * @param title for people; players show it
 * @param session the session id
 * @param caller number or name
 * @param callee number or name
 * @param startedAt the moment of the first sample
 * @param intervals of the call that are heard, one {@code from/to} in UTC for each (ISO 8601, 5.6.2), apart by a blank; silence
 *     or a cut lies between them. Empty where the end is not known
 */
public record MediaTags(
        String title, String session, String caller, String callee, Instant startedAt, String intervals) {

    static MediaTags of(MediaPlan plan) {
        var label = plan.label();
        return new MediaTags(
                "Call of " + plan.startedAt().truncatedTo(ChronoUnit.SECONDS),
                label.session(),
                label.caller(),
                label.callee(),
                plan.startedAt(),
                plan.endless() ? untilLastSound(plan) : intervals(plan.startedAt(), plan.pieces()));
    }

    private static String untilLastSound(MediaPlan plan) {
        Instant end = plan.lastHeardAt();
        return end == null
                ? ""
                : plan.startedAt().truncatedTo(ChronoUnit.MILLIS) + "/" + end.truncatedTo(ChronoUnit.MILLIS);
    }

    private static String intervals(Instant zero, List<Piece> pieces) {
        return pieces.stream()
                .filter(Piece::heard)
                .map(piece -> at(zero, piece.from()) + "/" + at(zero, piece.to()))
                .collect(Collectors.joining(" "));
    }

    private static Instant at(Instant zero, Duration offset) {
        return zero.plus(offset).truncatedTo(ChronoUnit.MILLIS);
    }

    /** The moment of the first sample, as players expect a date. */
    public String date() {
        return startedAt.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** For formats that have but one field for everything else. */
    public String comment() {
        String parties = caller.isEmpty() && callee.isEmpty() ? "" : "from " + caller + " to " + callee;
        return Stream.of(named("session", session), parties, named("heard", intervals))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** Of a call that is known by its packets only, there is little to tell. */
    private static String named(String name, String value) {
        return value.isEmpty() ? "" : name + " " + value;
    }
}
