package io.tapedeck.proxy.sip;

import gov.nist.javax.sip.message.SIPResponse;
import io.tapedeck.proxy.routing.Target;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the owner of a request has to say while it is being proxied. Called in the owner's mailbox. A target is named by
 * its number within the request, from 1.
 */
interface Exchange {

    /** The request for one target. */
    Outbound requestFor(Target target) throws UnknownHostException;

    /** The request is about to be sent to the target. */
    default void called(int number, Target target) {}

    /** May edit the provisional response before it goes to the sender of the request. */
    default void progress(int number, SIPResponse copy) {}

    /**
     * May edit the 2xx before it goes to the sender of the request. Called for retransmissions too.
     *
     * @return what the sender gets instead when the answer cannot be used
     */
    default Optional<Refusal> success(int number, SIPResponse copy) {
        return Optional.empty();
    }

    /**
     * Where to instead of the one that answered 3xx; nowhere to pass the 3xx on.
     *
     * @param by who answered
     */
    default Onward redirected(Target by, SIPResponse response) {
        return Onward.NOWHERE;
    }

    /** How long the targets ring before the call goes elsewhere; empty when it does not. */
    default Optional<Duration> patience() {
        return Optional.empty();
    }

    /**
     * None of the targets takes the call.
     *
     * @param statusCode the best final response; 0 when they have rung for too long
     */
    default Onward unanswered(int statusCode) {
        return Onward.NOWHERE;
    }

    /** The sender of the INVITE gave up. */
    default void cancelled() {}

    /** The target failed for good. */
    default void failed(int number, int statusCode) {}

    /** The sender of the request got a final response that is no success. */
    default void rejected(int statusCode) {}

    /**
     * The sender got its success. A call may be over long before nobody can repeat a response any more.
     *
     * @param forget to be run when the call is over; what is held for repetitions goes then
     */
    default void whenOver(Runnable forget) {}
}
