package io.tapedeck.standalone.bench.sip;

import java.time.Duration;

/**
 * @param rate calls begun a second
 * @param calls in all
 * @param hold between ACK and BYE
 */
public record SipLoad(int rate, int calls, Duration hold) {

    public SipLoad {
        if (rate < 1 || calls < 1 || hold.isNegative()) {
            throw new IllegalArgumentException("a load has a rate, calls and a time to hold them");
        }
    }

    /** As many calls at that rate as the time allows. */
    public static SipLoad during(Duration time, int rate, Duration hold) {
        return new SipLoad(rate, Math.toIntExact(Math.max(1, rate * time.toSeconds())), hold);
    }

    /** When sipp is taken to hang. */
    Duration patience() {
        return Duration.ofSeconds(60L + calls / rate).plus(hold);
    }
}
