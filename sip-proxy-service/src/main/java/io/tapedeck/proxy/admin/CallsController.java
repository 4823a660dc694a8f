package io.tapedeck.proxy.admin;

import io.tapedeck.contracts.SessionId;
import io.tapedeck.contracts.TenantId;
import io.tapedeck.proxy.PlatformSettings;
import io.tapedeck.proxy.control.LiveCalls;
import io.tapedeck.proxy.control.Turn;
import io.tapedeck.proxy.control.Verdict;
import io.tapedeck.proxy.sip.SipServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Internal HTTP: the calls that are up at this proxy, and what is done to their recordings. */
@RestController
@RequestMapping("/internal/calls")
class CallsController {

    /** What a capture node may take with those who came before, and a bit. After that nothing comes of it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    /** Once it has begun it is waited for: what somebody is told of it has to be true. */
    private static final Duration LONGEST_DEED = Duration.ofMinutes(1);

    private final SipServer server;
    private final PlatformSettings platform;

    CallsController(SipServer server, PlatformSettings platform) {
        this.server = server;
        this.platform = platform;
    }

    @GetMapping
    List<CallView> list(
            @RequestHeader(name = PolicyController.TOKEN_HEADER, required = false) @Nullable String shown,
            @RequestParam(required = false) @Nullable TenantId tenantId) {
        requireToken(shown);
        return calls().calls().stream()
                .filter(call -> tenantId == null || call.tenant().equals(tenantId))
                .map(CallView::of)
                .toList();
    }

    @GetMapping("/{sessionId}")
    CallView show(
            @RequestHeader(name = PolicyController.TOKEN_HEADER, required = false) @Nullable String shown,
            @PathVariable SessionId sessionId) {
        requireToken(shown);
        return calls().call(sessionId).map(CallView::of).orElseThrow(CallsController::unknown);
    }

    @PostMapping("/{sessionId}/recording")
    CallView control(
            @RequestHeader(name = PolicyController.TOKEN_HEADER, required = false) @Nullable String shown,
            @PathVariable SessionId sessionId,
            @RequestBody ControlBody body) {
        requireToken(shown);
        try {
            LiveCalls calls = calls();
            Verdict verdict = await(calls.control(sessionId, body.toWish())).orElseThrow(CallsController::unknown);
            return switch (verdict) {
                case DONE -> calls.call(sessionId).map(CallView::of).orElseThrow(CallsController::unknown);
                case WRONG_STATE, FORBIDDEN ->
                    throw problem(HttpStatus.CONFLICT, "The recording of the call is not in a state for that.");
                case UNAVAILABLE -> throw problem(HttpStatus.SERVICE_UNAVAILABLE, "The capture node could not do it.");
            };
        } catch (IllegalArgumentException wrong) {
            throw problem(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(wrong.getMessage()));
        }
    }

    private static Optional<Verdict> await(Turn turn) {
        try {
            if (!turn.comesWithin(LONGEST_WAIT)) {
                throw problem(HttpStatus.SERVICE_UNAVAILABLE, "The call has too much to do; nothing has changed.");
            }
            return turn.get(LONGEST_DEED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw problem(HttpStatus.SERVICE_UNAVAILABLE, "What has become of it is not known.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            boolean _ = turn.cancel(false);
            throw problem(HttpStatus.SERVICE_UNAVAILABLE, "The proxy stops.");
        }
    }

    private LiveCalls calls() {
        return server.liveCalls()
                .orElseThrow(() -> problem(HttpStatus.SERVICE_UNAVAILABLE, "The SIP server is not running."));
    }

    private static ErrorResponseException unknown() {
        return problem(HttpStatus.NOT_FOUND, "There is no such call at the moment.");
    }

    private void requireToken(@Nullable String shown) {
        if (!platform.internal().permits(shown == null ? "" : shown)) {
            throw problem(
                    HttpStatus.UNAUTHORIZED, "The header " + PolicyController.TOKEN_HEADER + " is missing or wrong.");
        }
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
