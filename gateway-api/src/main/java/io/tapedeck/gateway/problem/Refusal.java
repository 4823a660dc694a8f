package io.tapedeck.gateway.problem;

import io.tapedeck.contracts.Responsible;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that is not carried out, with all that the one who must act needs to know. Not a bug: it has no stack. */
public final class Refusal extends RuntimeException {

    private final transient Reason reason;
    private final transient List<Fault> faults;
    private final @Nullable Duration retryAfter;

    private Refusal(Reason reason, String detail, List<Fault> faults, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.reason = reason;
        this.faults = List.copyOf(faults);
        this.retryAfter = retryAfter;
    }

    /** The kinds of refusal. The slug is the last part of the problem's type and never changes. */
    public enum Reason {
        UNREADABLE(400, "unreadable", "The request cannot be read", Responsible.CALLER),
        UNAUTHENTICATED(401, "unauthenticated", "Who is asking?", Responsible.CALLER),
        FORBIDDEN(403, "forbidden", "Not allowed", Responsible.CALLER),
        NOT_FOUND(404, "not-found", "No such thing", Responsible.CALLER),
        CONFLICT(409, "conflict", "In conflict with what is there", Responsible.CALLER),
        NOT_YET(409, "not-yet", "Not ready yet", Responsible.CALLER),
        STALE(412, "stale", "Somebody else was faster", Responsible.CALLER),
        GONE(410, "gone", "No longer there", Responsible.CALLER),
        NO_MEDIA(410, "no-media", "There is no media", Responsible.OPERATOR),
        TOO_LARGE(413, "too-large", "The body is too large", Responsible.CALLER),
        INVALID(422, "invalid", "The request has faults", Responsible.CALLER),
        TOO_MANY(429, "too-many-attempts", "Too many attempts", Responsible.CALLER),
        BUSY(503, "busy", "Too much at once", Responsible.CALLER),
        UNAVAILABLE(503, "unavailable", "A part of the platform cannot be reached", Responsible.OPERATOR);

        private final int status;
        private final String slug;
        private final String title;
        private final Responsible responsible;

        Reason(int status, String slug, String title, Responsible responsible) {
            this.status = status;
            this.slug = slug;
            this.title = title;
            this.responsible = responsible;
        }

        public int status() {
            return status;
        }

        public String slug() {
            return slug;
        }

        public String title() {
            return title;
        }

        /** Who must act so that the next request succeeds. */
        public Responsible responsible() {
            return responsible;
        }
    }

    /**
     * One thing that is wrong with the request.
     *
     * @param pointer JSON pointer into the body (RFC 6901), or {@code ?name} for a query parameter
     * @param detail what is wrong with it, as a sentence that can be shown to people
     */
    public record Fault(String pointer, String detail) {}

    public static Refusal of(Reason reason, String detail) {
        return new Refusal(reason, detail, List.of(), null);
    }

    public static Refusal notFound(String kind, Object id) {
        return of(Reason.NOT_FOUND, "There is no " + kind + " " + id + ".");
    }

    public static Refusal conflict(String pointer, String detail) {
        return new Refusal(Reason.CONFLICT, detail, List.of(new Fault(pointer, detail)), null);
    }

    /**
     * Parts of a body that are not for this caller to say.
     *
     * @param pointers to each of them
     */
    public static Refusal forbidden(List<String> pointers, String detail) {
        List<Fault> faults =
                pointers.stream().map(pointer -> new Fault(pointer, detail)).toList();
        return new Refusal(Reason.FORBIDDEN, detail, faults, null);
    }

    public static Refusal invalid(List<Fault> faults) {
        String detail = faults.size() == 1 ? faults.getFirst().detail() : faults.size() + " fields have faults.";
        return new Refusal(Reason.INVALID, detail, faults, null);
    }

    /** A query parameter that cannot be understood. */
    public static Refusal parameter(String name, String detail) {
        return new Refusal(Reason.UNREADABLE, detail, List.of(new Fault("?" + name, detail)), null);
    }

    public static Refusal retryLater(Reason reason, String detail, Duration retryAfter) {
        return new Refusal(reason, detail, List.of(), retryAfter);
    }

    public Reason reason() {
        return reason;
    }

    /** The sentence that tells what happened. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<Fault> faults() {
        return faults;
    }

    /** When it is worth trying again; null when time does not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
