package io.tapedeck.proxy.admin;

import io.tapedeck.proxy.PlatformSettings;
import io.tapedeck.proxy.directory.DirectoryState;
import io.tapedeck.proxy.policy.Occasion;
import io.tapedeck.proxy.policy.RulesPolicy;
import io.tapedeck.proxy.routing.DirectorySnapshot;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Internal HTTP: what the policy would decide, by the very code and directory that decide about calls. */
@RestController
class PolicyController {

    static final String TOKEN_HEADER = "X-Tapedeck-Token";

    private final DirectoryState directory;
    private final PlatformSettings platform;

    PolicyController(DirectoryState directory, PlatformSettings platform) {
        this.directory = directory;
        this.platform = platform;
    }

    @PostMapping("/internal/policy/explain")
    ExplainAnswer explain(
            @RequestHeader(name = TOKEN_HEADER, required = false) @Nullable String shown,
            @RequestBody ExplainBody question) {
        requireToken(shown == null ? "" : shown);
        DirectorySnapshot now = directory.current();
        try {
            Occasion occasion = question.occasion(now);
            return ExplainAnswer.of(question.dialled(now)
                    .map(address -> RulesPolicy.decide(now, occasion, address))
                    .orElseGet(() -> RulesPolicy.decide(now, occasion)));
        } catch (IllegalArgumentException wrong) {
            throw problem(HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(wrong.getMessage()));
        }
    }

    private void requireToken(String shown) {
        if (!platform.internal().permits(shown)) {
            throw problem(HttpStatus.UNAUTHORIZED, "The header " + TOKEN_HEADER + " is missing or wrong.");
        }
    }

    private static ErrorResponseException problem(HttpStatus status, String detail) {
        return new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }
}
