package io.tapedeck.gateway.problem;

import io.tapedeck.contracts.Responsible;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The RFC 9457 form of refusals. */
final class Problems {

    private static final String TYPE_PREFIX = "urn:tapedeck:problem:";

    private Problems() {}

    static ProblemDetail of(Refusal refusal) {
        Reason reason = refusal.reason();
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(reason.status()), refusal.detail());
        problem.setTitle(reason.title());
        describe(problem, reason.slug(), reason.responsible());
        if (!refusal.faults().isEmpty()) {
            problem.setProperty("errors", refusal.faults());
        }
        return problem;
    }

    static void describe(ProblemDetail problem, String slug, Responsible responsible) {
        problem.setType(URI.create(TYPE_PREFIX + slug));
        problem.setProperty("responsible", responsible.name().toLowerCase(Locale.ROOT));
    }

    static HttpHeaders headersOf(Refusal refusal) {
        var headers = new HttpHeaders();
        headers.setCacheControl("no-store");
        var retryAfter = refusal.retryAfter();
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        return headers;
    }
}
