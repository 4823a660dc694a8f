package io.tapedeck.gateway.security;

import io.tapedeck.gateway.problem.ProblemWriter;
import io.tapedeck.gateway.problem.Refusal;
import io.tapedeck.gateway.problem.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** What the login refuses at the API, as problems. */
@Component
class ApiRefusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {

    private static final String BASIC = "Basic realm=\"tapedeck\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"tapedeck\"";

    private final ProblemWriter problems;

    ApiRefusals(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, @Nullable AuthenticationException failure)
            throws IOException {
        Refusal refusal = explain(failure);
        if (refusal.reason() == Reason.UNAUTHENTICATED) {
            challenge(request, response);
        }
        problems.write(refusal, request, response);
    }

    /** Scripts of our page must not make the browser open its own login window; they lead to the form themselves. */
    private static void challenge(HttpServletRequest request, HttpServletResponse response) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        if (mode == null || mode.equals("navigate")) {
            response.addHeader("WWW-Authenticate", BASIC);
        }
        response.addHeader("WWW-Authenticate", BEARER);
    }

    private static Refusal explain(@Nullable AuthenticationException failure) {
        return switch (failure) {
            case LockedException _ ->
                Refusal.retryLater(
                        Reason.TOO_MANY, "Too many wrong passwords from this address.", Duration.ofMinutes(1));
            case InternalAuthenticationServiceException _ ->
                Refusal.retryLater(Reason.UNAVAILABLE, "The database cannot be reached.", Duration.ofSeconds(5));
            case AuthenticationServiceException _ ->
                Refusal.retryLater(Reason.BUSY, "Too many logins at once.", Duration.ofSeconds(5));
            case BadCredentialsException _ ->
                Refusal.of(Reason.UNAUTHENTICATED, "User name, password or API key is wrong.");
            case null, default ->
                Refusal.of(Reason.UNAUTHENTICATED, "Log in with user name and password, or with an API key.");
        };
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        problems.write(
                Refusal.of(Reason.FORBIDDEN, "Not allowed, or the page was open for too long: load it again."),
                request,
                response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
            throws IOException {
        problems.write(
                Refusal.of(Reason.UNREADABLE, "The address of the request is not well-formed."), request, response);
    }
}
