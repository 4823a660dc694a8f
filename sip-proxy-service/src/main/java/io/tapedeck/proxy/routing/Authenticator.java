package io.tapedeck.proxy.routing;

import java.util.List;

/** Says who sent a request. Called from any thread; does not block. */
public interface Authenticator {

    Authentication authenticate(Credentials credentials);

    /**
     * What a request says of its sender.
     *
     * @param method SIP method, such as {@code REGISTER}
     * @param source where the request came from on the wire
     * @param authorization values of the Authorization headers (REGISTER) or Proxy-Authorization headers (all other
     *     methods), of any realm, as they stand
     */
    record Credentials(String method, Flow source, List<String> authorization) {

        public Credentials {
            authorization = List.copyOf(authorization);
        }
    }
}
