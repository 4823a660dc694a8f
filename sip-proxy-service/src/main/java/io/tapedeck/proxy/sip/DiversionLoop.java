package io.tapedeck.proxy.sip;

import io.tapedeck.proxy.routing.Authentication;
import io.tapedeck.proxy.routing.Route;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call that we have sent out, and that others send back to us, has a new Call-ID each time round. What tells is how
 * often it was sent on (RFC 5806). Only trunks are believed: a phone's header says nothing.
 */
final class DiversionLoop {

    /** As many as the directory lets a call be sent on. */
    private static final int MOST = 5;

    /** What may hold commas and semicolons that part nothing. */
    private static final Pattern NAMES = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|<[^>]*+>");

    private static final Pattern COUNTER = Pattern.compile(";\\s*counter\\s*=\\s*(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_COUNTER = 4;

    private DiversionLoop() {}

    /** The same route, or its refusal. */
    static Route broken(Route route, Inbound in, Authentication sender) {
        return route instanceof Route.Forward forward && sender instanceof Authentication.Trunk && times(in) >= MOST
                ? new Route.Refused(482, "Loop Detected", OptionalInt.empty(), forward.attempt())
                : route;
    }

    private static long times(Inbound in) {
        return Headers.values(in.request(), "Diversion").stream()
                .map(value -> NAMES.matcher(value).replaceAll(""))
                .flatMap(value -> Pattern.compile(",").splitAsStream(value))
                .mapToLong(DiversionLoop::timesOf)
                .sum();
    }

    /** Whoever writes nothing has done it once. */
    private static long timesOf(String diversion) {
        Matcher counter = COUNTER.matcher(diversion);
        if (!counter.find()) {
            return 1;
        }
        String digits = counter.group(1);
        return digits.length() > LONGEST_COUNTER ? MOST : Math.max(1, Long.parseLong(digits));
    }
}
