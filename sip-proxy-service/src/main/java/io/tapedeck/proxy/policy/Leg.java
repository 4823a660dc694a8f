package io.tapedeck.proxy.policy;

import java.util.Locale;

/** The direction under which a level was asked. */
public enum Leg {
    /** For a tenant: the INVITE came to us. For an endpoint: the call came to it. */
    INBOUND,
    /** For a tenant: we sent the INVITE. For an endpoint: it placed the call. */
    OUTBOUND;

    /** As it is named in a settings document. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
