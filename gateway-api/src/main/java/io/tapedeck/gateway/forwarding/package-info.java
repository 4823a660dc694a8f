/** Where the calls to a user go when the user does not take them. */
@NullMarked
package io.tapedeck.gateway.forwarding;

import org.jspecify.annotations.NullMarked;
