package io.tapedeck.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a file is handed over by HTTP. */
public enum DeliveryMethod {
    @JsonProperty("put")
    PUT,
    @JsonProperty("post")
    POST
}
