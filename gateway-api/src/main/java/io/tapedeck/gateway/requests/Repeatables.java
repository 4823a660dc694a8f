package io.tapedeck.gateway.requests;

import java.time.Instant;

/** Where answers to repeatable requests are kept. */
public interface Repeatables {

    /** What is known of a request. */
    sealed interface Claim {

        /** It is new and now ours to carry out. */
        record Ours() implements Claim {}

        /** Somebody is carrying it out at this moment. */
        record UnderWay() implements Claim {}

        /** The key was used for another request. */
        record Different() implements Claim {}

        /** It was carried out; this came out. */
        record Answered(String response) implements Claim {}
    }

    /**
     * Claims a request.
     *
     * @param id digest of caller and key
     * @param fingerprint digest of what is asked
     * @param now time of the claim
     * @param forgetBefore what began earlier counts as never asked
     * @param abandonedBefore what began earlier and has no answer was interrupted and may be claimed again
     */
    Claim claim(String id, String fingerprint, Instant now, Instant forgetBefore, Instant abandonedBefore);

    void answer(String id, String response);

    /** It was not carried out after all. */
    void release(String id);
}
