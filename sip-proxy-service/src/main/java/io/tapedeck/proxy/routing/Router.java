package io.tapedeck.proxy.routing;

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
}
