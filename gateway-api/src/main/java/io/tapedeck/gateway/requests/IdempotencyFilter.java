package io.tapedeck.gateway.requests;

import io.tapedeck.gateway.problem.ProblemWriter;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Fault;
import io.tapedeck.gateway.problem.Refusal.Reason;
import io.tapedeck.gateway.requests.Repeatables.Claim;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * A POST with an {@code Idempotency-Key} is carried out once; whoever sends it again gets the first answer again. Answers
 * that a new attempt may change (5xx) are not kept.
 */
final class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);
    private static final int SERVER_ERRORS = 500;

    private final ProblemWriter problems;
    private final Repeatables repeatables;
    private final Duration period;
    private final Clock clock;

    IdempotencyFilter(ProblemWriter problems, Repeatables repeatables, Duration period, Clock clock) {
        this.problems = problems;
        this.repeatables = repeatables;
        this.period = period;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !"POST".equals(request.getMethod()) || request.getHeader(HEADER) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            attempt(request, response, chain);
        } catch (Refusal refusal) {
            problems.write(refusal, request, response);
        } catch (DataAccessException failure) {
            problems.write(
                    Refusal.retryLater(Reason.UNAVAILABLE, "The database cannot be reached.", Duration.ofSeconds(5)),
                    request,
                    response);
        }
    }

    private void attempt(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = keyOf(request);
        Principal principal = request.getUserPrincipal();
        String caller = principal == null ? "" : principal.getName();
        String id = SealedAnswer.idOf(caller, key);
        Instant now = clock.instant();
        Claim claim = repeatables.claim(id, fingerprint(request), now, now.minus(period), now.minus(ABANDONED_AFTER));
        switch (claim) {
            case Claim.Ours _ -> carryOut(new Attempt(caller, key, id), request, response, chain);
            case Claim.Answered(String sealed) -> repeat(SealedAnswer.open(caller, key, sealed), response);
            case Claim.UnderWay _ ->
                throw Refusal.retryLater(
                        Reason.CONFLICT,
                        "The same request is being carried out at this moment.",
                        Duration.ofSeconds(1));
            case Claim.Different _ ->
                throw Refusal.invalid(
                        List.of(new Fault("", "This Idempotency-Key was used for another request before.")));
        }
    }

    private record Attempt(String caller, String key, String id) {}

    private void carryOut(Attempt attempt, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var recorded = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, recorded);
            if (recorded.getStatus() < SERVER_ERRORS) {
                repeatables.answer(attempt.id, answerOf(recorded).seal(attempt.caller, attempt.key));
                answered = true;
            }
        } finally {
            if (!answered) {
                repeatables.release(attempt.id);
            }
        }
        recorded.copyBodyToResponse();
    }

    private static SealedAnswer answerOf(ContentCachingResponseWrapper recorded) {
        return new SealedAnswer(
                recorded.getStatus(),
                recorded.getContentType(),
                recorded.getHeader("Location"),
                new String(recorded.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private static void repeat(SealedAnswer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        if (answer.location() != null) {
            response.setHeader("Location", answer.location());
        }
        response.setHeader("Idempotency-Replayed", "true");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String keyOf(HttpServletRequest request) {
        String key = request.getHeader(HEADER);
        if (!KEY.matcher(key).matches()) {
            throw Refusal.of(Reason.UNREADABLE, "Idempotency-Key must have 1 to 255 visible ASCII characters.");
        }
        return key;
    }

    private static String fingerprint(HttpServletRequest request) {
        byte[] body = request instanceof BufferedRequest buffered ? buffered.body() : new byte[0];
        String query = request.getQueryString();
        return SealedAnswer.idOf(
                request.getRequestURI(), query == null ? "" : query, new String(body, StandardCharsets.ISO_8859_1));
    }
}
