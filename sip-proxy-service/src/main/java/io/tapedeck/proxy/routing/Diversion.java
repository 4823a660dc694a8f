package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;

/** A user has sent a call elsewhere. */
public record Diversion(Party by, Reason reason) {

    /** Why, by the names of RFC 5806, 5. */
    public enum Reason {
        ALWAYS("unconditional"),
        BUSY("user-busy"),
        NO_ANSWER("no-answer"),
        UNAVAILABLE("unavailable"),
        /** A phone has answered 3xx. */
        DEFLECTION("deflection");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
