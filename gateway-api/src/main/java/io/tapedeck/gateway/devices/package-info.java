/** SIP endpoints of the users, with digest credentials. */
@NullMarked
package io.tapedeck.gateway.devices;

import org.jspecify.annotations.NullMarked;
