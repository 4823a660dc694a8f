package io.tapedeck.cdr.query;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A query parameter makes no sense; the caller must act. Answered as a problem (RFC 9457) that names the parameter. */
final class BadParameter extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    BadParameter(String field, String reason) {
        super(HttpStatus.BAD_REQUEST, problem(field, reason), null);
    }

    private static ProblemDetail problem(String field, String reason) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, field + ": " + reason);
        problem.setTitle("Bad parameter");
        problem.setProperty("field", field);
        return problem;
    }
}
