package io.tapedeck.proxy.routing;

import io.tapedeck.contracts.Party;
import io.tapedeck.contracts.UserId;
import java.time.Duration;
import java.util.Optional;

/** Decides where a new call goes. Called from any thread; does not block. */
public interface Router {

    /**
     * @param sender an {@link Authentication.Device} or an {@link Authentication.Trunk}; anything else is refused
     * @param requestUser user part of the request URI: what was dialled
     * @param requestHost host part of the request URI
     * @param fromUser user part of the From header
     * @param fromDisplayName display name of the From header; empty when it has none
     */
    Route route(Authentication sender, String requestUser, String requestHost, String fromUser, String fromDisplayName);

    /**
     * Where a user sends a call: with that user's rights, whoever calls.
     *
     * @param user who forwards or transfers
     * @param caller who calls
     * @param number where to
     * @param host domain of the number; empty for that of the user
     */
    Route onBehalf(UserId user, Party caller, String number, String host);

    /**
     * Where a call goes when the user who is called does not take it.
     *
     * @param called one of the places where it was tried
     * @return empty when it goes nowhere else
     */
    Optional<Route> divert(Party caller, Target called, Diversion.Reason why);

    /**
     * Where a call goes when the phone of a user sends it elsewhere: with that user's rights.
     *
     * @param called the phone
     * @return empty when it is nobody's phone
     */
    Optional<Route> deflect(Party caller, Target called, String number, String host);

    /** How long it rings there before the call is diverted; empty for as long as the caller waits. */
    Optional<Duration> ringsFor(Target called);
}
