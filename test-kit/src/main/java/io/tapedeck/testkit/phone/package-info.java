/** A small SIP user agent with its own message parser, so that it checks the proxy's SIP stack independently of it. */
@NullMarked
package io.tapedeck.testkit.phone;

import org.jspecify.annotations.NullMarked;
