/** Topic {@code tapedeck.directory}, compacted: tenants, users, devices and trunks, written by the gateway. */
@NullMarked
package io.tapedeck.contracts.directory;

import org.jspecify.annotations.NullMarked;
