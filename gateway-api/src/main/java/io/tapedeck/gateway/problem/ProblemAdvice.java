package io.tapedeck.gateway.problem;

import io.micrometer.core.instrument.MeterRegistry;
import io.tapedeck.contracts.Responsible;
import io.tapedeck.gateway.problem.Refusal.Reason;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns everything that goes wrong in a controller into an RFC 9457 problem, and counts it. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final MeterRegistry meters;

    ProblemAdvice(MeterRegistry meters) {
        this.meters = meters;
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> refused(Refusal refusal, WebRequest request) {
        ProblemDetail problem = Problems.of(refusal);
        return handleExceptionInternal(
                refusal, problem, Problems.headersOf(refusal), HttpStatusCode.valueOf(problem.getStatus()), request);
    }

    /** Not ours to answer: the security filters know whether to ask for a login. */
    @ExceptionHandler
    void denied(AccessDeniedException denied) {
        throw denied;
    }

    @ExceptionHandler(org.springframework.dao.DataAccessException.class)
    @Nullable
    ResponseEntity<Object> databaseFailed(RuntimeException failure, WebRequest request) {
        LOG.error("The database refused {}: {}", request.getDescription(false), failure.toString());
        return refused(
                Refusal.retryLater(Reason.UNAVAILABLE, "The database cannot be reached.", Duration.ofSeconds(5)),
                request);
    }

    @ExceptionHandler(org.springframework.transaction.TransactionException.class)
    @Nullable
    ResponseEntity<Object> noTransaction(RuntimeException failure, WebRequest request) {
        return databaseFailed(failure, request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception failure, WebRequest request) {
        if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            LOG.debug("The listener went away at {}", request.getDescription(false)); // players do that when they seek
            return null;
        }
        LOG.error("Unexpected failure at {}", request.getDescription(false), failure);
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "An unexpected failure; the log of the gateway has the details.");
        Problems.describe(problem, "internal", Responsible.US);
        return handleExceptionInternal(failure, problem, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return refused(UnreadableBody.explain(failure), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return refused(mismatch(failure), request);
    }

    /** Query parameters that were bound to a record. */
    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var field = failure.getFieldError();
        String name = field == null ? "" : field.getField();
        return refused(Refusal.parameter(name, "\"" + name + "\" is not what it should be here."), request);
    }

    private static Refusal mismatch(TypeMismatchException failure) {
        if (!(failure instanceof MethodArgumentTypeMismatchException argument)) {
            return Refusal.of(Reason.UNREADABLE, "A parameter has the wrong form.");
        }
        if (argument.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return Refusal.of(Reason.NOT_FOUND, "There is nothing at this address: an id is a UUID.");
        }
        return Refusal.parameter(argument.getName(), "\"" + argument.getValue() + "\" is not what it should be here.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var answer = super.handleExceptionInternal(failure, body, headers, status, request);
        if (answer != null && answer.getBody() instanceof ProblemDetail problem) {
            complete(problem);
        }
        meters.counter("tapedeck.gateway.refusals", "status", Integer.toString(status.value()))
                .increment();
        return answer;
    }

    /** Spring's own refusals (405, 406, 415, missing parameters) get the names that ours have. */
    private static void complete(ProblemDetail problem) {
        var properties = problem.getProperties();
        if (properties == null || !properties.containsKey("responsible")) {
            HttpStatus status = HttpStatus.valueOf(problem.getStatus());
            String slug = status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
            Problems.describe(problem, slug, status.is5xxServerError() ? Responsible.US : Responsible.CALLER);
        }
    }
}
