package io.tapedeck.gateway.requests;

import io.tapedeck.gateway.problem.ProblemWriter;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads the body of an API request, as long as it is not too long. */
final class BodyLimitFilter extends OncePerRequestFilter {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    /** Names all whom it is for, with the versions that were seen. */
    private static final String BULK = "/recording-settings/bulk";

    private final ProblemWriter problems;
    private final DataSize limit;
    private final DataSize soundLimit;
    private final DataSize bulkLimit;

    BodyLimitFilter(ProblemWriter problems, RequestSettings settings) {
        this.problems = problems;
        this.limit = settings.bodyLimit();
        this.soundLimit = settings.soundLimit();
        this.bulkLimit = settings.bulkLimit();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !WITH_BODY.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int most = most(request);
        if (request.getContentLengthLong() > most) {
            refuse(request, response, most);
            return;
        }
        byte[] body = request.getInputStream().readNBytes(most + 1);
        if (body.length > most) {
            refuse(request, response, most);
            return;
        }
        chain.doFilter(new BufferedRequest(request, body), response);
    }

    private int most(HttpServletRequest request) {
        String type = request.getContentType();
        boolean sound = type != null && type.startsWith("audio/");
        boolean bulk = request.getRequestURI().endsWith(BULK);
        return Math.toIntExact((sound ? soundLimit : bulk ? bulkLimit : limit).toBytes());
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int most) throws IOException {
        response.setHeader("Connection", "close"); // the rest of the body is not read
        problems.write(Refusal.of(Reason.TOO_LARGE, "The body has more than " + most + " bytes."), request, response);
    }
}
