/** The calls that are up, and what is done to their recordings; asks the sip-proxies. */
@NullMarked
package io.tapedeck.gateway.calls;

import org.jspecify.annotations.NullMarked;
