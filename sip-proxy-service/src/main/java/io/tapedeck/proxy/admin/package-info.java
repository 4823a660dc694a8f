/**
 * HTTP, on loopback: whether the proxy is well. Calls go on while Kafka is away, so that is reported as degraded, not
 * as down.
 */
@NullMarked
package io.tapedeck.proxy.admin;

import org.jspecify.annotations.NullMarked;
