package io.tapedeck.gateway.playback;

import io.tapedeck.gateway.problem.Refusal;
import jakarta.servlet.http.HttpServletRequest;

/** Which of the files of a recording is asked for, by {@code ?part=}. */
enum Part {
    /** The only one, or the caller's where the layout is split. */
    CALLER,
    /** The callee's own. */
    CALLEE;

    static Part of(HttpServletRequest request) {
        return switch (request.getParameter("part")) {
            case null -> CALLER;
            case "caller" -> CALLER;
            case "callee" -> CALLEE;
            default -> throw Refusal.parameter("part", "Must be caller or callee.");
        };
    }
}
